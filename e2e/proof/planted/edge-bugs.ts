import { testedBy, type Bug } from './bug.ts';

const NOTIFICATIONS = 'lib/payouts/receive-notification.ts';
const NOTIFICATIONS_TEST = 'lib/payouts/receive-notification.test.ts';
const CREATE = 'lib/payouts/create-payout.ts';
const CREATE_TEST = 'lib/payouts/create-payout.test.ts';

/** Bugs where people, files and the gateway come in: amounts, forms, notifications, exchanges. */
export const EDGE_BUGS: readonly Bug[] = [
  {
    id: 'signature-skipped',
    what: 'Whoever has the Basic credentials may notify; nobody looks at the signature.',
    file: NOTIFICATIONS,
    find: 'if (!verifySignature(delivery.raw, delivery.signature, shop.publicKey) || !knowsSecret) {',
    replace: 'if (!knowsSecret) {',
    ...testedBy(NOTIFICATIONS_TEST, 'is refused and changes no row'),
  },
  {
    id: 'basic-skipped',
    what: 'The signature alone is enough; nobody looks at the Basic credentials.',
    file: NOTIFICATIONS,
    find: 'shop.publicKey) || !knowsSecret) {',
    replace: 'shop.publicKey)) {',
    ...testedBy(NOTIFICATIONS_TEST, 'is refused and changes no row'),
  },
  {
    id: 'float-money',
    what: 'Rupees become paise by a multiplication of floats.',
    file: 'lib/domain/money.ts',
    find: "return bounded(BigInt(whole + kept.padEnd(places, '0')));",
    replace: 'return bounded(BigInt(Math.trunc(Number(`${whole}.${kept}`) * 10 ** places)));',
    ...testedBy('lib/domain/money.test.ts', 'reads back exactly what it shows'),
  },
  {
    id: 'limit-refused',
    what: '>= for >: the largest amount of an option is refused.',
    file: 'lib/domain/instruction.ts',
    find: 'amountMinor > rule.maxMinor',
    replace: 'amountMinor >= rule.maxMinor',
    ...testedBy('lib/domain/instruction.test.ts', 'holds amounts to its documented rule at the edges'),
  },
  {
    id: 'content-conflict-ignored',
    what: 'One form sent twice with other values is answered as if both were paid.',
    file: CREATE,
    find: "if (isDigestOf(ctx.vault, 'contentDigest', content, row.contentDigest)) return row;",
    replace: 'if (row) return row;',
    ...testedBy(CREATE_TEST, 'never changes what it has sent'),
  },
  {
    id: 'account-in-plain',
    what: 'The account number stays among the values, unsealed.',
    file: CREATE,
    find: "const { [accountPath]: account = '', ...values } = instruction.values;",
    replace: "const values = instruction.values;\n  const account = values[accountPath] ?? '';",
    ...testedBy(CREATE_TEST, 'its account number is in no text column'),
  },
  {
    id: 'sent-noted-late',
    what: 'That bytes left is noted only after the answer, so a reset counts as "nothing was sent".',
    file: 'lib/gateway/exchange.ts',
    find: `    result.sent = true;
    request.end(call.body);
    await converse(request, result, stop.signal);`,
    replace: `    request.end(call.body);
    await converse(request, result, stop.signal);
    result.sent = true;`,
    ...testedBy('lib/gateway/client.test.ts', 'when no answer comes in time'),
  },
];
