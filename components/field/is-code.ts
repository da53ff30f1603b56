import type { Field, KindName } from '#lib/domain/field.ts';

const CODES: ReadonlySet<KindName> = new Set<KindName>(['account', 'ifsc', 'pin', 'phone', 'wallet', 'trackingId']);

/** Tells what is read character by character, and so set in figures of one width. */
export const isCode = (field: Field): boolean => CODES.has(field.kind);
