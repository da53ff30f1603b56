import type { GatewayError } from '../domain/answer.ts';
import { tidy } from './responses.ts';

type Json = Record<string, unknown>;

const MAX_DEPTH = 8;
const MAX_FIELDS = 100;
const MAX_PER_FIELD = 20;
const MAX_SENTENCE = 500;
const NO_FIELD = 'base';
const UNSAFE_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Makes one error of any of the gateway's shapes E1 to E9 (api.md 7.1); a body that has none of them gives a sentence
 * about the HTTP status. Field errors come by dotted path without the leading `request.`; those of no field as `base`.
 */
export function readError(httpStatus: number | null, body: unknown): GatewayError {
  const parts = sections(body);
  const fields = readFields(parts);
  const reason =
    pick(parts, 'friendly_message') ??
    pick(parts, 'message') ??
    pick(parts, 'description') ??
    pick(parts, 'error') ??
    Object.values(fields)[0]?.[0];
  return { httpStatus, code: pick(parts, 'code'), message: reason ?? sentenceFor(httpStatus), fields };
}

/** Tells whether a body has one of the gateway's error shapes, so that it is the gateway that speaks. */
export function isErrorBody(body: unknown): boolean {
  const parts = sections(body);
  const said = ['message', 'friendly_message', 'description', 'error', 'code'].some((key) => pick(parts, key) !== null);
  return said || Object.keys(readFields(parts)).length > 0;
}

/** Gives the places of a body that may hold an error: the body itself, `response` (card gateway), `error` (back office). */
export function sections(body: unknown): Json[] {
  if (!isObject(body)) return [];
  return [body, body.response, body.error].filter(isObject);
}

/** Gives the first text or whole number under a key of these sections; null where none has one. */
export function pick(parts: Json[], key: string): string | null {
  for (const part of parts) {
    const value = Object.hasOwn(part, key) ? part[key] : undefined;
    const text = typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? String(value) : '';
    if (text !== '') return tidy(text, MAX_SENTENCE);
  }
  return null;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readFields(parts: Json[]): Record<string, string[]> {
  const found = new Map<string, string[]>();
  for (const part of parts) collect(found, Object.hasOwn(part, 'errors') ? part.errors : undefined, [], 0);
  return Object.fromEntries(found);
}

function collect(found: Map<string, string[]>, value: unknown, path: string[], depth: number): void {
  if (depth > MAX_DEPTH || value === null || value === undefined) return;
  if (Array.isArray(value)) {
    for (const item of value.slice(0, MAX_FIELDS)) collect(found, item, path, depth + 1);
  } else if (isObject(value)) {
    for (const [key, inner] of Object.entries(value).slice(0, MAX_FIELDS)) {
      if (!UNSAFE_KEYS.has(key)) collect(found, inner, [...path, tidy(key, 100)], depth + 1);
    }
  } else {
    add(found, path, tidy(String(value), MAX_SENTENCE));
  }
}

function add(found: Map<string, string[]>, path: string[], sentence: string): void {
  const shown = path.length > 1 && path[0] === 'request' ? path.slice(1) : path;
  const key = shown.join('.') || NO_FIELD;
  const sentences = found.get(key) ?? [];
  if (sentence === '' || UNSAFE_KEYS.has(key) || sentences.length >= MAX_PER_FIELD) return;
  if (found.size < MAX_FIELDS || found.has(key)) found.set(key, [...sentences, sentence]);
}

const SENTENCES: ReadonlyMap<number | null, string> = new Map([
  [401, 'The gateway does not accept the shop id and secret key.'],
  [403, 'The gateway does not allow this operation for the shop.'],
  [429, 'The gateway asks to slow down.'],
]);

function sentenceFor(httpStatus: number | null): string {
  return SENTENCES.get(httpStatus) ?? `The gateway answered ${httpStatus ?? ''} without a reason that can be read.`;
}
