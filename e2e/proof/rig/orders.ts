import { randomInt, randomUUID } from 'node:crypto';
import { advise, advisoryKey } from '#lib/domain/advisory.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { lookUpIfsc } from '#lib/domain/ifsc-data.ts';
import { accountFieldOf, newInstruction } from '#lib/domain/instruction.ts';
import { formatPlain } from '#lib/domain/money.ts';
import { sampleValues, withValue, type TypedValues } from '#lib/domain/sample.ts';

/** A payout as the form would send it. */
export interface Order {
  id: string;
  connectionId: string;
  instruction: TypedValues & { option: string };
  acknowledged: string[];
}

export interface OrderMore {
  /** Last four digits of the account: they choose what the sandbox makes of it. */
  ends?: string;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => new Date(Date.UTC(2026, 10, 23, hour, 30)));
/** Above it the policy asks for a checker, whose part has attacks and races of its own. */
const LARGEST_RUPEES = 25_000;

/** Makes an order through a connection, with an amount of its own to the paisa and every advisory ticked. */
export function newOrder(connection: { id: string; option: string }, { ends = '4826' }: OrderMore = {}): Order {
  const option = CATALOG[connection.option];
  if (!option) throw new Error(`no option ${connection.option} in the catalog`);
  const id = randomUUID();
  const rupees = BigInt(randomInt(500, LARGEST_RUPEES));
  // 99 paise mean something to the sandbox.
  const paise = option.amount?.multipleOfMinor === undefined ? BigInt(randomInt(0, 99)) : 0n;
  const account = `50${String(randomInt(10 ** 9, 10 ** 10))}${ends}`;
  const typed = [
    ['amount', formatPlain(rupees * 100n + paise)],
    [accountFieldOf(option).path, account],
    ['tracking_id', `proof-${id}`],
  ] as const;
  const instruction = typed.reduce(
    (values, [path, value]) => withValue(values, path, value),
    sampleValues(connection.option, option),
  );
  const parsed = newInstruction.parse(instruction);
  const facts = lookUpIfsc(parsed.values['method.ifsc_code'] ?? '');
  const known = HOURS.flatMap((at) => advise(option, parsed, at, facts).map(advisoryKey));
  const acknowledged = [...new Set([...known, 'amount:likely_duplicate'])];
  return { id, connectionId: connection.id, instruction, acknowledged };
}
