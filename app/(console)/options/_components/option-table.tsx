import Link from 'next/link';
import { CATALOG } from '#lib/domain/catalog.ts';
import { describeAmountRule } from '#lib/domain/describe-rule.ts';
import { describeWindow } from '#lib/domain/time.ts';
import { Cell, Head, RowHead, Table } from './table.tsx';

/** All options, a line each. */
export function OptionTable() {
  const head = ['Option', 'What it asks for', 'Amount', 'Slow hours'].map((name) => <Head key={name}>{name}</Head>);
  return (
    <Table label="Table of options" head={head}>
      {Object.entries(CATALOG).map(([code, { summary, amount, quietHours }]) => (
        <tr key={code} className="hover:bg-hover">
          <RowHead>
            <OptionLink code={code} />
          </RowHead>
          <Cell className="min-w-56">{summary}</Cell>
          <Cell className="min-w-44 text-fg-soft">{describeAmountRule(amount)}</Cell>
          <Cell className="min-w-44 text-fg-soft">{quietHours ? describeWindow(quietHours) : 'None'}</Cell>
        </tr>
      ))}
    </Table>
  );
}

export function OptionLink({ code }: { code: string }) {
  return (
    <Link href={`/options/${code}`} className="rounded-sm font-mono text-accent-ink underline underline-offset-2">
      {code}
    </Link>
  );
}
