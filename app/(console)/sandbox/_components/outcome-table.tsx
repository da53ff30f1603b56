import type { ReactNode } from 'react';
import { formatAmount } from '#lib/domain/money.ts';
import { OUTCOMES, type When } from '#lib/domain/outcomes.ts';

const CELL = 'px-3 py-2 align-top';

/** What the sandbox does with a payout, and what chooses it. */
export function OutcomeTable() {
  return (
    <div tabIndex={0} role="region" aria-label="Outcomes" className="overflow-x-auto rounded border border-line">
      <table className="w-full min-w-[560px] text-sm">
        <caption className="sr-only">Outcomes of the sandbox and what chooses them</caption>
        <thead className="bg-sunken text-left text-xs text-fg-soft">
          <tr>
            {['When', 'Outcome', 'What happens'].map((head) => (
              <th key={head} scope="col" className={`${CELL} font-medium`}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {OUTCOMES.map(({ id, when, title, story }) => (
            <tr key={id}>
              <td className={`${CELL} whitespace-nowrap`}>
                <WhenWords when={when} />
              </td>
              <th scope="row" className={`${CELL} text-left font-medium`}>
                {title}
              </th>
              <td className={`${CELL} text-fg-soft`}>{story}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function WhenWords({ when }: { when: When }): ReactNode {
  switch (when.by) {
    case 'account_ends':
      return (
        <>
          Account ends in <Code>{when.digits}</Code>
        </>
      );
    case 'paise':
      return (
        <>
          Amount ends in <Code>.{String(when.paise).padStart(2, '0')}</Code>
        </>
      );
    case 'method_type':
      return (
        <>
          Method <Code>{when.type}</Code>
          {when.aboveMinor !== undefined && when.belowMinor !== undefined && (
            <span className="block text-xs text-fg-faint">
              above {formatAmount(when.aboveMinor)}, below {formatAmount(when.belowMinor)}
            </span>
          )}
        </>
      );
    case 'otherwise':
      return 'Anything else';
  }
}

function Code({ children }: { children: ReactNode }) {
  return <code className="rounded-sm bg-sunken px-1 py-0.5">{children}</code>;
}
