import { maskDigits, maskTail } from '../domain/text.ts';

const TAIL = 4;
const ACCOUNT_KEYS = new Set(['account', 'account_number']);
const KEPT_OF_CUT_JSON = /("account(?:_number)?"\s*:\s*)(?:"((?:[^"\\]|\\.)*)"?|(-?\d+))/g;

/**
 * Shows a raw exchange to people: JSON is indented; the given secrets wherever they occur, and whatever stands under
 * `account` or `account_number`, keep their last four characters at most. Text that is no JSON is masked as it is.
 */
export function maskExchange(text: string, secrets: readonly string[]): string {
  try {
    return JSON.stringify(masked(JSON.parse(text, exactNumber), secrets, false), null, 2);
  } catch {
    const byKey = text.replace(KEPT_OF_CUT_JSON, (_, key: string, quoted?: string, bare?: string) => {
      return `${key}"${maskTail(quoted ?? bare ?? '', TAIL)}"`;
    });
    return maskDigits(byKey, secrets);
  }
}

/** Keeps a long number as it was written: an account number sent as a number would lose its last digits. */
function exactNumber(_key: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? (context?.source ?? value) : value;
}

function masked(value: unknown, secrets: readonly string[], isAccount: boolean): unknown {
  // A field's errors stand under its name too, as a list of sentences.
  if (Array.isArray(value)) return value.map((item) => masked(item, secrets, isAccount && !isSentence(item)));
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, inner]) => [
      maskDigits(key, secrets),
      masked(inner, secrets, isAccount || ACCOUNT_KEYS.has(key)),
    ]);
    return Object.fromEntries(entries);
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  if (isAccount) return maskTail(String(value), TAIL);
  const shown = maskDigits(String(value), secrets);
  return shown === String(value) ? value : shown;
}

const isSentence = (value: unknown): boolean => typeof value === 'string' && !/\d{5}/.test(value);
