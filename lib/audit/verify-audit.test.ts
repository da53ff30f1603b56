import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../domain/canonical-json.ts';
import { readHead, signHead, type AuditHead, type SigningKey } from './audit-head.ts';
import { endLine, formatLine, GENESIS, headLine, linkHash, linkLine } from './audit-line.ts';
import { newSigningKey } from './testing/signing-key.ts';
import { createVerifier, type Trust, type Verdict } from './verify-audit.ts';

const LINKS = 24;
const ROUNDS = 1_000;

// mulberry32: every run is the same, every round another.
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const rowOf = (number: number, more: Record<string, string> = {}): string =>
  canonicalJson({
    id: String(number),
    actor: `person-${number % 5}`,
    actor_name: 'Asha "A"\u2028Rao ₹',
    verb: ['sign-in', 'create-payout', 'save-connection'][number % 3] ?? '',
    at: `2026-11-23T10:00:${String(number % 60).padStart(2, '0')}.123456+00:00`,
    detail: `{"n": ${number}, "share": 0.1}`,
    ...more,
  });

/** A file as the console writes it: rows, with a head behind each of some links. */
function chain(rows: string[], key: SigningKey, headsAt: number[]): { lines: string[]; heads: AuditHead[] } {
  const lines = [formatLine()];
  const heads: AuditHead[] = [];
  let hash = GENESIS;
  rows.forEach((row, index) => {
    const prevHash = hash;
    hash = linkHash(prevHash, row);
    const seq = BigInt(index + 1);
    lines.push(linkLine({ seq, prevHash, hash, row }));
    if (!headsAt.includes(index + 1)) return;
    const head = signHead({ seq, hash, at: new Date(Date.UTC(2026, 10, 23, 11, index)) }, key);
    heads.push(head);
    lines.push(headLine(head));
  });
  return { lines: [...lines, endLine(BigInt(rows.length), hash)], heads };
}

function verify(lines: string[], trust: Trust = {}): Verdict {
  const verifier = createVerifier(trust);
  for (const line of lines) verifier.line(line);
  return verifier.end(true);
}

const ours = newSigningKey();
const theirs = newSigningKey();
const rows = Array.from({ length: LINKS }, (_, index) => rowOf(index + 1));
const { lines, heads } = chain(rows, ours, [12, LINKS]);
const kept = [heads[1] as AuditHead];
const links = lines.flatMap((line, index) => (line.startsWith('{"hash"') ? [index] : []));
const linkAt = (number: number) => links[number] as number;

describe('an untouched file', () => {
  test('passes, with and without a key and a kept head', () => {
    const whole = { isWhole: true, findings: [], seq: BigInt(LINKS) };
    expect(verify(lines)).toMatchObject({ ...whole, coveredTo: BigInt(LINKS) });
    expect(verify(lines, { publicKey: ours.publicKey, kept })).toMatchObject({ ...whole, coveredTo: BigInt(LINKS) });
    expect(verify(lines, { kept: heads })).toMatchObject(whole);
  });

  test('passes at any length, also with links after the last head', () => {
    for (let length = 0; length <= LINKS; length++) {
      const made = chain(rows.slice(0, length), ours, [5, 20]);
      expect(verify(made.lines, { publicKey: length >= 5 ? ours.publicKey : undefined })).toMatchObject({
        isWhole: true,
        coveredTo: length >= 20 ? 20n : length >= 5 ? 5n : 0n,
      });
    }
  });

  test('says what no key covers, instead of calling it proven', () => {
    expect(verify(chain(rows, ours, []).lines)).toMatchObject({ isWhole: true, coveredTo: 0n });
    expect(verify(chain(rows, ours, []).lines, { publicKey: ours.publicKey }).isWhole).toBe(false);
    expect(verify(lines, { publicKey: theirs.publicKey }).isWhole).toBe(false);
  });
});

type Tamper = (pick: (below: number) => number) => { lines: string[]; trust?: Trust };

const hexOther = (digit: string, by: number) => '0123456789abcdef'[(parseInt(digit, 16) + 1 + (by % 15)) % 16] ?? '';

const KINDS: Record<string, Tamper> = {
  'an edit of any one byte': (pick) => {
    const at = pick(lines.length);
    const line = lines[at] as string;
    const place = pick(line.length);
    const sign = line[place] as string;
    const other = /[0-9a-f]/.test(sign) ? hexOther(sign, pick(15)) : String.fromCharCode(33 + pick(90));
    const edited = line.slice(0, place) + (other === sign ? ' ' : other) + line.slice(place + 1);
    return { lines: lines.with(at, edited), trust: { publicKey: ours.publicKey } };
  },
  'an edit of a row whose own hash was made to fit': (pick) => {
    const number = pick(LINKS);
    const at = linkAt(number);
    const { prevHash, seq } = JSON.parse(lines[at] as string) as { prevHash: string; seq: string };
    const row = rowOf(number + 1, { actor: `somebody-${pick(1000)}` });
    const fitted = linkLine({ seq: BigInt(seq), prevHash, hash: linkHash(prevHash, row), row });
    return { lines: lines.with(at, fitted) };
  },
  'a deletion of links': (pick) => {
    const from = linkAt(pick(LINKS - 1));
    const count = 1 + pick(3);
    return { lines: lines.toSpliced(from, Math.min(count, lines.length - 2 - from)) };
  },
  'an insertion': (pick) => {
    const at = linkAt(pick(LINKS));
    const { prevHash, seq } = JSON.parse(lines[at] as string) as { prevHash: string; seq: string };
    const row = rowOf(1000 + pick(1000));
    const made = linkLine({ seq: BigInt(seq), prevHash, hash: linkHash(prevHash, row), row });
    const planted = pick(2) === 0 ? made : (lines[linkAt(pick(LINKS))] as string);
    return { lines: lines.toSpliced(at, 0, planted) };
  },
  'a swap of links, or of their rows alone': (pick) => {
    const one = pick(LINKS);
    const two = (one + 1 + pick(LINKS - 1)) % LINKS;
    const [a, b] = [linkAt(one), linkAt(two)];
    if (pick(2) === 0) return { lines: lines.with(a, lines[b] as string).with(b, lines[a] as string) };
    const withRow = (at: number, row: string) => {
      const { seq, prevHash, hash } = JSON.parse(lines[at] as string) as Record<string, string>;
      return linkLine({ seq: BigInt(seq ?? 0), prevHash: prevHash ?? '', hash: hash ?? '', row });
    };
    return { lines: lines.with(a, withRow(a, rows[two] as string)).with(b, withRow(b, rows[one] as string)) };
  },
  'a cut at the end, closed as if it had always ended there': (pick) => {
    const length = pick(LINKS);
    const isOpen = pick(4) === 0;
    const cut = chain(rows.slice(0, length), ours, [12]).lines;
    return {
      lines: isOpen ? cut.slice(0, -1) : cut,
      trust: { publicKey: length >= 12 ? ours.publicKey : undefined, kept },
    };
  },
  'a chain rewritten from some link on': (pick) => {
    const from = pick(LINKS);
    const others = rows.map((row, index) => (index < from ? row : rowOf(index + 1, { actor: `liar-${pick(1000)}` })));
    const forged = chain(others, theirs, [12, LINKS]).lines;
    // Signed by another key; with the true heads put back; against a kept head; against a kept head and no key.
    const restored = forged.map((line) => {
      const head = line.startsWith('{"head"') ? readHead((JSON.parse(line) as { head: unknown }).head) : null;
      return head ? headLine(heads.find(({ seq }) => seq === head.seq) as AuditHead) : line;
    });
    const ways: { lines: string[]; trust: Trust }[] = [
      { lines: forged, trust: { publicKey: ours.publicKey } },
      { lines: restored, trust: {} },
      { lines: forged, trust: { publicKey: ours.publicKey, kept } },
      { lines: forged, trust: { kept } },
    ];
    return ways[pick(4)] as { lines: string[]; trust: Trust };
  },
};

describe(`${ROUNDS} times each,`, () => {
  test.each(Object.entries(KINDS))('%s is found', (_, tamper) => {
    const missed: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const { lines: tampered, trust } = tamper(random(round + 1));
      const { isWhole, findings } = verify(tampered, trust);
      if (isWhole || findings.length === 0) missed.push(round);
    }
    expect(missed).toEqual([]);
  });
});

describe('a file that is no such chain is refused:', () => {
  test.each<[string, string[]]>([
    ['nothing', []],
    ['an empty line', ['']],
    ['something else', ['{"a":1}', '{"b":2}']],
    ['another form', ['{"format":"paydesk audit 2"}', ...lines.slice(1)]],
    ['lines after the end', [...lines, linkLine({ seq: 25n, prevHash: GENESIS, hash: GENESIS, row: '{}' })]],
    ['two ends', [...lines, lines.at(-1) ?? '']],
    ['other line ends', lines.map((line) => `${line}\r`)],
    ['a key said twice', lines.with(1, (lines[1] ?? '').replace('"row":', '"row":{},"row":'))],
    ['a key more', lines.with(1, (lines[1] ?? '').replace('"seq":"1"}', '"seq":"1","x":1}'))],
    [
      'a row that is gone',
      lines.with(1, linkLine({ seq: 1n, prevHash: GENESIS, hash: linkHash(GENESIS, ''), row: null })),
    ],
    ['a head moved to another link', lines.toSpliced(5, 0, headLine(heads[0] as AuditHead))],
    ['a head of another time', lines.map((line) => line.replace('"signedAt":"2026', '"signedAt":"2027'))],
  ])('%s', (_, given) => expect(verify(given).isWhole).toBe(false));

  test('a kept head that is not what was signed', () => {
    for (const broken of [
      { ...kept[0]!, seq: '23' },
      { ...kept[0]!, hash: GENESIS },
      { ...kept[0]!, publicKey: 'AAAA' },
    ])
      expect(verify(lines, { kept: [broken] }).isWhole).toBe(false);
    expect(verify(lines, { publicKey: theirs.publicKey, kept }).isWhole).toBe(false);
  });
});
