/** Two whole numbers of 32 bits that stand for a text. */
export interface Print {
  high: number;
  low: number;
}

/**
 * Stands for a text by 64 bits of a hash: of a hundred thousand texts two look the same by chance once in some thousand
 * million files. Where several texts are given, they count as one with a blank between them.
 */
export function printOf(text: string, then = ''): Print {
  const print = { high: 0x811c9dc5 | 0, low: 0x9747b28c | 0 };
  take(print, text);
  if (then === '') return print;
  take(print, ' ');
  take(print, then);
  return print;
}

function take(print: Print, text: string): void {
  let { high, low } = print;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul((low << 7) ^ (low >>> 25) ^ code, 0x9e3779b1);
  }
  print.high = high;
  print.low = low;
}

/** So many digits of an account number are kept as they are. */
const KEPT_DIGITS = 18;
const PART = 9;

/** Stands for an account number: exactly where it is made of up to 18 digits, else as any text. */
export function printOfAccount(account: string): Print {
  // A one before the first digit keeps zeros that stand there.
  let [high, low] = [1, 0];
  const cut = account.length - PART;
  for (let at = 0; at < account.length; at += 1) {
    const digit = account.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9 || account.length > KEPT_DIGITS) return hashed(account);
    if (at < cut) high = high * 10 + digit;
    else low = low * 10 + digit;
  }
  return { high, low };
}

/** Below zero, as no digits are. */
function hashed(account: string): Print {
  const { high, low } = printOf(account);
  return { high: high | 0x80000000, low };
}

/** Gives back the digits of an account number; null where it was another text. */
export function digitsOf({ high, low }: Print, length: number): string | null {
  if (high < 0) return null;
  const rest = length > PART ? String(high).slice(1) : '';
  return rest + String(low).padStart(length - rest.length, '0');
}

/** Whole numbers of 32 bits in a row, as many as come; what was never set is 0. */
export class Numbers {
  private held = new Int32Array(1 << 12);

  at(place: number): number {
    return place < this.held.length ? this.held[place]! : 0;
  }

  set(place: number, value: number): void {
    if (place >= this.held.length) {
      const longer = new Int32Array(Math.max(this.held.length * 2, place + 1));
      longer.set(this.held);
      this.held = longer;
    }
    this.held[place] = value;
  }
}
