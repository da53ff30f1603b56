import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Bench, Measure, Sized } from './bench.ts';
import { intervalOf, median } from './statistics.ts';

const PAIRS = 9;
/** Above this the machine is busy with something else, and the report says so. */
const QUIET_LOAD = 2.5;
const REPORT = join(import.meta.dirname, 'report.md');

/** What `npm run bench -- NAME…` runs: each bench against its peer, in turns, and a paragraph of the report for it. */
async function runBenches(): Promise<void> {
  const { positionals: names, values } = parseArgs({ allowPositionals: true, options: { rows: { type: 'string' } } });
  const rows = values.rows === undefined ? undefined : Number(values.rows);
  const known = readdirSync(import.meta.dirname)
    .filter((file) => file.endsWith('.bench.ts'))
    .map((file) => file.replace('.bench.ts', ''));
  const isCount = rows === undefined || (Number.isInteger(rows) && rows > 0);
  if (names.length === 0 || !isCount || names.some((name) => !known.includes(name))) {
    throw new Error(
      `Usage: npm run bench -- [--rows N] NAME…\n\n  NAME  one of ${known.join(', ')}\n  N     fewer rows, to see it run`,
    );
  }
  for (const name of names) {
    const { bench: made } = (await import(`./${name}.bench.ts`)) as { bench: Bench | Measure | Sized };
    if (rows !== undefined && typeof made !== 'function') throw new Error(`${name} has no number of rows to change.`);
    const bench = typeof made === 'function' ? made(rows) : made;
    const load = loadavg()[0] ?? 0;
    console.log(`${name}: ${bench.title}`);
    const lines = 'measure' in bench ? await measured(bench) : await compared(bench);
    lines.push(...machine(load));
    if (rows === undefined) report(name, bench.title, lines);
    else lines.push(`With ${rows.toLocaleString('en-IN')} rows to see it run: no final figure, and not kept.`);
    for (const line of lines) console.log(`  ${line}`);
  }
}

async function compared({ unit, ship, prepare }: Bench): Promise<string[]> {
  const { ours, peer, close, notes } = await prepare();
  const pairs: { ours: number; peer: number }[] = [];
  try {
    await peer();
    await ours();
    for (let pair = 0; pair < PAIRS; pair++) {
      // In turns, and in turns who begins: what the machine does meanwhile falls on both.
      const first = pair % 2 ? await ours() : await peer();
      const second = pair % 2 ? await peer() : await ours();
      pairs.push(pair % 2 ? { ours: first, peer: second } : { ours: second, peer: first });
      console.log(`  pair ${pair + 1}: ours ${round(pairs.at(-1)!.ours)}, peer ${round(pairs.at(-1)!.peer)}`);
    }
  } finally {
    await close();
  }
  const ratios = pairs.map((pair) => pair.ours / pair.peer);
  const [ratio, [low, high]] = [median(ratios), intervalOf(ratios)];
  return [
    `${ratio.toFixed(2)} of the peer's ${unit} (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}, ${PAIRS} pairs); ` +
      `ships from ${ship}: ${ratio >= ship ? 'met' : 'not met'}.`,
    `Medians: ours ${round(median(pairs.map((pair) => pair.ours)))}, peer ${round(median(pairs.map((pair) => pair.peer)))} ${unit}.`,
    ...(notes?.() ?? []),
  ];
}

async function measured({ measure }: Measure): Promise<string[]> {
  const { isMet, notes } = await measure();
  return [...notes, isMet ? 'Met.' : 'Not met.'];
}

function machine(before: number): string[] {
  const after = loadavg()[0] ?? 0;
  const isQuiet = before < QUIET_LOAD;
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim();
  const commit = `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain') ? ' with changes' : ''}`;
  const [cpu] = cpus();
  return [
    `${new Date().toISOString().slice(0, 16)}Z, commit ${commit}, ${cpus().length} x ${cpu?.model.trim()}, ` +
      `${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, load ${before.toFixed(1)} before and ${after.toFixed(1)} after` +
      `${isQuiet ? '' : ': the machine was busy, so this is no final figure'}.`,
  ];
}

function report(name: string, title: string, lines: string[]): void {
  if (!existsSync(REPORT)) appendFileSync(REPORT, '# Measured\n\nWritten by `npm run bench -- NAME`, newest last.\n');
  appendFileSync(REPORT, `\n## ${name}: ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}\n`);
}

const round = (value: number): string => Math.round(value).toLocaleString('en-IN');

await runBenches();
