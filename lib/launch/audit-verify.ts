import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { readHead, type AuditHead } from '#lib/audit/audit-head.ts';
import { createVerifier, type Trust, type Verdict } from '#lib/audit/verify-audit.ts';

const USAGE = `Usage: npm run audit:verify -- FILE [--key PUBLIC] [--head HEADFILE]…

  FILE             an audit chain exported from Paydesk ("-" reads standard input)
  --key PUBLIC     the public key heads are signed with (base64, or a file that holds it)
  --head HEADFILE  a signed head kept elsewhere; may be given more than once`;

/** What `npm run audit:verify` runs: checks an exported chain with nothing but the file. Ends with 0, 1 or (usage) 2. */
async function verifyFile(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { key: { type: 'string' }, head: { type: 'string', multiple: true } },
  });
  const [file] = positionals;
  if (!file || positionals.length > 1) throw new Error(USAGE);
  const trust: Trust = { publicKey: values.key && readKey(values.key), kept: values.head?.map(readHeadFile) };
  const verifier = createVerifier(trust);
  for await (const line of linesOf(file)) verifier.line(line);
  const verdict = verifier.end(true);
  for (const text of report(verdict, trust)) console.log(text);
  return verdict.isWhole ? 0 : 1;
}

function report({ isWhole, findings, seq, hash, coveredTo }: Verdict, { publicKey, kept = [] }: Trust): string[] {
  const found = findings.map((one) => `  ${one.seq === null ? '' : `link ${one.seq}: `}${one.text}`);
  if (!isWhole) return ['BROKEN: this is not the chain as it was sealed.', ...found];
  const trusted = publicKey ? 'the given key' : 'a key that the file itself names: give --key to hold it to yours';
  return [
    `WHOLE: ${seq} links, the last is ${hash}.`,
    coveredTo === 0n
      ? 'No signed head was found: nothing proves that the whole chain was not rewritten.'
      : `Signed up to link ${coveredTo} by ${trusted}; ${seq - coveredTo} links came after.`,
    ...(kept.length > 0 ? [`All ${kept.length} kept heads lie in this chain.`] : []),
  ];
}

function readKey(given: string): string {
  const text = existsSync(given) ? readFileSync(given, 'utf8').trim() : given;
  if (Buffer.from(text, 'base64').length !== 32)
    throw new Error(`--key is no public key: 32 bytes in base64.\n${USAGE}`);
  return text;
}

function readHeadFile(path: string): AuditHead {
  const head = readHead(JSON.parse(readFileSync(path, 'utf8')));
  if (!head) throw new Error(`${path} holds no signed head.`);
  return head;
}

// At line feeds alone: other readers of lines also break at signs that may stand within a text.
async function* linesOf(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let rest = '';
  for await (const chunk of file === '-' ? process.stdin : createReadStream(file)) {
    const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

verifyFile().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  },
);
