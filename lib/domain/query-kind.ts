import { readAgeRange, writeAge, type AgeRange } from './age-range.ts';
import { readAmountRange, writeAmountRange, type AmountRange } from './amount-range.ts';
import { choicesOf, isChoice, type Choice, type Names } from './choices.ts';
import type { Column } from './column.ts';
import { DAY_PRESETS, DAY_PRESET_WORDS, readDayRange, writeDayRange, type DayRange } from './day-range.ts';
import { sourceOf, type FilterKind, type FilterValueOf } from './filter-kind.ts';
import { quoted, type Operator, type QueryToken } from './query-token.ts';

interface QueryRules<Value> {
  operators: readonly Operator[];
  /** Reads a condition beside what was said before of the same column; a sentence where it cannot be used. */
  read(token: QueryToken, column: Column, names: Names, before: Value | undefined): Value | string;
  /** Writes conditions without their key: `>=500`. */
  write(value: Value, column: Column, names: Names): string[];
  /** What may stand after the operator. */
  offer(column: Column, names: Names): Choice[];
}

const EXACT = [':', '='] as const;

const CHOICES: QueryRules<string[]> = {
  operators: EXACT,
  read({ values }, column, names, before = []) {
    const found = values
      .filter((value) => value !== '')
      .map((value) => ({ value, choice: choiceCalled(value, column, names) }));
    const unknown = found.find(({ choice }) => choice === undefined);
    if (found.length === 0) return `Say which: ${column.label.toLowerCase()} has no value here.`;
    if (unknown) return `There is no ${column.label.toLowerCase()} “${unknown.value}”.`;
    return [...new Set([...before, ...found.map(({ choice }) => choice ?? '')])];
  },
  write: (values, column, names) => [`:${values.map((value) => nameOf(value, column, names)).join(',')}`],
  offer: (column, names) => choicesOf(sourceOf(column), names),
};

/** How each kind of filter stands in a query. */
export const QUERY_KINDS: { [Kind in FilterKind]: QueryRules<FilterValueOf[Kind]> } = {
  choices: CHOICES,
  linked: CHOICES,
  amountRange: {
    operators: ['>=', '<=', '>', '<', ...EXACT],
    read({ operator = ':', value }, _, __, before = {}) {
      const range = readAmountRange(value);
      if (!range) return `“${value}” is no amount: write it like 50000, 1.5L or 2cr.`;
      if (isExact(operator)) return range;
      const { fromMinor: minor } = range;
      if (minor === undefined || minor !== range.toMinor) return 'Write one amount after this sign.';
      const end: AmountRange = isFrom(operator)
        ? { fromMinor: operator === '>' ? minor + 1n : minor }
        : { toMinor: operator === '<' ? minor - 1n : minor };
      return inOrder({ ...before, ...end });
    },
    write: ({ fromMinor, toMinor }) => {
      const write = (minor: bigint) => writeAmountRange({ fromMinor: minor, toMinor: minor });
      return endsOf(fromMinor, toMinor, write);
    },
    offer: () => ['10000', '1L', '10L', '1cr'].map(alike),
  },
  dayRange: {
    operators: ['>=', '<=', ...EXACT],
    read({ operator = ':', value }, _, __, before) {
      const range = readDayRange(value);
      if (!range) return `“${value}” is no day: write it like 2026-11-23, or today.`;
      if (isExact(operator)) return range;
      if ('preset' in range || range.from === undefined || range.from !== range.to)
        return 'Write one day after this sign.';
      const ends = before && !('preset' in before) ? before : {};
      const { from, to } = { ...ends, ...(isFrom(operator) ? { from: range.from } : { to: range.to }) };
      return readDayRange(`${from ?? ''}..${to ?? ''}`) ?? 'The first day must not be after the last.';
    },
    write: (range: DayRange) => [`:${writeDayRange(range)}`],
    offer: () => DAY_PRESETS.map((value) => ({ value, label: DAY_PRESET_WORDS[value] })),
  },
  ageRange: {
    operators: ['>', '<', '>=', '<=', ...EXACT],
    read({ operator = ':', value }, _, __, before = {}) {
      const range = readAgeRange(value);
      if (!range) return `“${value}” is no age: write it like 30m, 2h or 3d.`;
      if (isExact(operator)) return range;
      const { fromMinutes: minutes } = range;
      if (minutes === undefined || range.toMinutes !== undefined) return 'Write one age after this sign.';
      const { fromMinutes, toMinutes }: AgeRange = {
        ...before,
        ...(isFrom(operator) ? { fromMinutes: minutes } : { toMinutes: minutes }),
      };
      const isInOrder = fromMinutes === undefined || toMinutes === undefined || fromMinutes <= toMinutes;
      return isInOrder
        ? { ...before, ...(isFrom(operator) ? { fromMinutes } : { toMinutes }) }
        : 'Nothing is older and younger at once.';
    },
    write: ({ fromMinutes, toMinutes }) => [
      ...(fromMinutes === undefined ? [] : [`>${writeAge(fromMinutes)}`]),
      ...(toMinutes === undefined ? [] : [`<${writeAge(toMinutes)}`]),
    ],
    offer: () => ['30m', '2h', '1d', '3d'].map(alike),
  },
  flag: {
    operators: EXACT,
    read({ value }) {
      const answer = value.toLowerCase();
      return answer === 'yes' || answer === 'no' ? answer === 'yes' : 'Write yes or no here.';
    },
    write: (isYes) => [isYes ? ':yes' : ':no'],
    offer: () => ['yes', 'no'].map(alike),
  },
};

const alike = (value: string): Choice => ({ value, label: value });
const isExact = (operator: Operator): boolean => operator === ':' || operator === '=';
const isFrom = (operator: Operator): boolean => operator.startsWith('>');

function inOrder(range: AmountRange): AmountRange | string {
  const { fromMinor, toMinor } = range;
  const isPossible =
    (toMinor ?? 0n) >= 0n && (fromMinor === undefined || toMinor === undefined || fromMinor <= toMinor);
  return isPossible ? range : 'No amount is that large and that small at once.';
}

function endsOf<End>(from: End | undefined, to: End | undefined, write: (end: End) => string): string[] {
  if (from !== undefined && from === to) return [`:${write(from)}`];
  return [...(from === undefined ? [] : [`>=${write(from)}`]), ...(to === undefined ? [] : [`<=${write(to)}`])];
}

const plain = (text: string): string => text.normalize('NFC').trim().toLowerCase();

/** An id that is known comes first, then a name only one has, then what could be an id. */
function choiceCalled(text: string, column: Column, names: Names): string | undefined {
  const source = sourceOf(column);
  const choices = choicesOf(source, names);
  if (choices.some(({ value }) => value === text)) return text;
  const called = choices.filter(({ label }) => plain(label) === plain(text));
  if (called.length === 1) return called[0]?.value;
  return [text, text.toLowerCase(), text.toUpperCase()].find((value) => isChoice(source, value));
}

/** Writes a choice by its name where that is read back as the same, else by its id. */
export function nameOf(value: string, column: Column, names: Names): string {
  const source = sourceOf(column);
  // What is a word of ours needs no other: `in_doubt`.
  if (choicesOf(source, {}).some((choice) => choice.value === value)) return value;
  const label = choicesOf(source, names).find((choice) => choice.value === value)?.label ?? '';
  if (label === '' || choiceCalled(label, column, names) !== value) return value;
  return /^[\p{L}\p{N}][\p{L}\p{N}_.-]*$/u.test(label) ? label : quoted(label);
}
