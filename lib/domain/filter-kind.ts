import { describeAgeRange, readAgeRange, writeAgeRange, type AgeRange } from './age-range.ts';
import { describeAmountRange, readAmountRange, writeAmountRange, type AmountRange } from './amount-range.ts';
import { describeChoices, readChoices, type Names } from './choices.ts';
import type { Column } from './column.ts';
import { describeDayRange, readDayRange, writeDayRange, type DayRange } from './day-range.ts';

/** What each kind of filter holds. */
export interface FilterValueOf {
  choices: string[];
  /** Choices of which a payout may have several, such as its checkers. */
  linked: string[];
  amountRange: AmountRange;
  dayRange: DayRange;
  /** How long it has been waiting; what waits for nothing any more has no age. */
  ageRange: AgeRange;
  /** Whether there is such a thing. */
  flag: boolean;
}

export type FilterKind = keyof FilterValueOf;

interface KindRules<Value> {
  /** Reads the text of the URL; what it cannot use comes back in `refused`. */
  read(text: string, column: Column): { value?: Value; refused: string[] };
  write(value: Value): string;
  /** A sentence for a chip and for the name of a file. */
  describe(value: Value, column: Column, names: Names): string;
}

const CHOICES: KindRules<string[]> = {
  read(text, column) {
    const { value, refused } = readChoices(sourceOf(column), text);
    // Empty text is a value nobody can mean: it must not read as "everything".
    if (value.length > 0) return { value, refused };
    return { refused: refused.length > 0 ? refused : [text] };
  },
  write: (value) => value.join(','),
  describe: (value, column, names) => describeChoices(column.label, sourceOf(column), value, names),
};

const FLAGS: Record<string, boolean> = { yes: true, no: false };

/** How each kind is read, written and said; how it becomes SQL stands with the verbs. */
export const FILTER_KINDS: { [Kind in FilterKind]: KindRules<FilterValueOf[Kind]> } = {
  choices: CHOICES,
  linked: CHOICES,
  amountRange: {
    read: (text) => whole(text, readAmountRange(text)),
    write: writeAmountRange,
    describe: (value, column) => describeAmountRange(column.label, value),
  },
  dayRange: {
    read: (text) => whole(text, readDayRange(text)),
    write: writeDayRange,
    describe: (value, column) => describeDayRange(column.label, value),
  },
  ageRange: {
    read: (text) => whole(text, readAgeRange(text)),
    write: writeAgeRange,
    describe: (value, column) => describeAgeRange(column.label, value),
  },
  flag: {
    read: (text) => whole(text, Object.hasOwn(FLAGS, text) ? FLAGS[text] : undefined),
    write: (isYes) => (isYes ? 'yes' : 'no'),
    describe: (isYes, column) => `${column.label}: ${isYes ? 'yes' : 'no'}`,
  },
};

function whole<Value>(text: string, value: Value | undefined): { value?: Value; refused: string[] } {
  return value === undefined ? { refused: [text] } : { value, refused: [] };
}

/** Where the choices of a column come from. */
export function sourceOf(column: Column) {
  if (!column.choices) throw new Error(`the column ${column.label} has no choices`);
  return column.choices;
}
