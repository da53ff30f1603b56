import { execFileSync } from 'node:child_process';
import { cpus, release, totalmem, type } from 'node:os';
import { format } from 'prettier';
import { PROJECT } from './rig/children.ts';
import type { Row } from './rig/tally.ts';

const MOST_SHOWN = 20;

/** Writes the report of a run: what was done how often, what broke, where and when, and what zero means. */
export async function reportOf(
  rows: Row[],
  { seconds, isLong, cut }: { seconds: number; isLong: boolean; cut: readonly string[] },
): Promise<string> {
  const violations = rows.reduce((sum, row) => sum + row.violations.length, 0);
  const lines = [
    '# The proof: what was done to the system, and what broke',
    '',
    `${isLong ? 'Long' : 'Short'} form of \`npm run proof\`, written by the run itself.`,
    ...(cut.length > 0 ? ['', `Other counts than that form has: ${cut.join('; ')}.`] : []),
    '',
    `- Commit: ${commit()}`,
    `- Date: ${new Date().toISOString()}`,
    `- Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB, ${type()} ${release()}, Node ${process.version}`,
    `- Time: ${seconds} s`,
    `- Violations: ${violations}`,
    '',
    'Zero violations in n runs of a fault do not mean that it never happens. They mean, with 95 % confidence and as far as',
    'the runs are like real life, that it happens in fewer than about 3/n of the cases: after 20 runs fewer than 15 %, after',
    '1,000 fewer than 0.3 %, after 20,000 fewer than 0.015 %. The last column gives that bound for each line.',
    '',
    '| Part | Fault | Runs | Violations | Below, with 95 % confidence |',
    '| --- | --- | ---: | ---: | ---: |',
    ...rows.map(
      (row) => `| ${row.part} | ${row.fault} | ${count(row.runs)} | ${row.violations.length} | ${bound(row)} |`,
    ),
    '',
    ...rows.flatMap((row) => (row.note ? [`- ${row.part}, ${row.fault}: ${row.note}.`] : [])),
    '',
    ...(violations > 0 ? ['## Violations', '', ...shown(rows)] : []),
  ];
  return format(lines.join('\n'), { parser: 'markdown', printWidth: 120 });
}

const count = (runs: number): string => runs.toLocaleString('en-US');

function bound({ runs, violations }: Row): string {
  // Three runs or fewer bound nothing.
  return violations.length > 0 || runs <= 3 ? '–' : `${Number(((3 / runs) * 100).toPrecision(2))} %`;
}

function shown(rows: Row[]): string[] {
  return rows.flatMap(({ part, fault, violations }) =>
    violations
      .slice(0, MOST_SHOWN)
      .map((text) => `- ${part}, ${fault}: \`${text.replaceAll('`', "'").split('\n')[0]}\``),
  );
}

/** The commit, and whether the sources differ from it. */
export function commit(): string {
  try {
    const git = (...args: string[]) => execFileSync('git', args, { cwd: PROJECT, encoding: 'utf8' }).trim();
    const isDirty = git('status', '--porcelain', '--', 'lib', 'e2e', ':!e2e/proof/report.md') !== '';
    return `${git('rev-parse', 'HEAD')}${isDirty ? ', with changes not committed' : ''}`;
  } catch {
    return 'unknown';
  }
}
