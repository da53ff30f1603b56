import { type ClassValue, clsx } from 'clsx';

/** Joins class names. Where one given from outside must win over a piece's own, it says so: `size-6!`. */
export const cn = (...inputs: ClassValue[]): string => clsx(inputs);
