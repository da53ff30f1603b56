/** A condition as it is typed, with the place where it stands. */
export interface QueryToken {
  from: number;
  to: number;
  /** What is asked about; undefined for words to search. */
  key?: string;
  operator?: Operator;
  /** What stands after the operator, between commas, or the words themselves; without their quotes. */
  values: string[];
  /** The same with its commas, for values in which a comma is no end. */
  value: string;
  /** Nothing in it is to be read as a condition. */
  isQuoted: boolean;
}

export const OPERATORS = ['>=', '<=', ':', '>', '<', '='] as const;
export type Operator = (typeof OPERATORS)[number];

const HEAD = /^([\p{L}][\p{L}_-]*)(>=|<=|:|>|<|=)/u;
const PIECE = /"((?:[^"\\]|\\.)*)"?|[^\s",]+|[",]/suy;

/** Parts a query into its conditions and words; never throws, a quote that does not end goes on to the end. */
export function tokensOf(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  for (let at = 0; at < text.length;) {
    const space = /^\s+/u.exec(text.slice(at));
    if (space) at += space[0].length;
    else {
      const token = tokenAt(text, at);
      tokens.push(token);
      at = token.to;
    }
  }
  return tokens;
}

/** Writes a value so that it is read back as one. */
export function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

function tokenAt(text: string, from: number): QueryToken {
  const [head = '', key, operator] = HEAD.exec(text.slice(from)) ?? [];
  const values = [''];
  let value = '';
  let isQuoted = false;
  let at = from + head.length;
  while (at < text.length && !/\s/u.test(text.charAt(at))) {
    PIECE.lastIndex = at;
    const [piece = text.charAt(at), inside] = PIECE.exec(text) ?? [];
    at += piece.length;
    const plain = inside === undefined ? piece : inside.replace(/\\(.)/gsu, '$1');
    isQuoted ||= inside !== undefined;
    value += plain;
    if (piece === ',') values.push('');
    else values[values.length - 1] += plain;
  }
  return { from, to: at, ...(key && { key, operator: operator as Operator }), values, value, isQuoted };
}
