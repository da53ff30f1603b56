import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** A small table of facts; it scrolls sideways by itself where the window is narrow. */
export function Table({ label, head, children }: { label: string; head: ReactNode; children: ReactNode }) {
  return (
    <div role="region" aria-label={label} tabIndex={0} className="relative overflow-x-auto rounded border border-line">
      <table className="w-full border-collapse text-sm">
        <thead className="bg-sunken text-xs text-fg-soft">
          <tr>{head}</tr>
        </thead>
        <tbody className="divide-y divide-line">{children}</tbody>
      </table>
    </div>
  );
}

export function Head({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="col" className={cn('whitespace-nowrap px-3 py-2 text-left font-medium', className)}>
      {children}
    </th>
  );
}

export function Cell({ className, children }: { className?: string; children?: ReactNode }) {
  return <td className={cn('px-3 py-2 align-baseline', className)}>{children}</td>;
}

/** The cell that names its row. */
export function RowHead({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <th scope="row" className={cn('px-3 py-2 text-left align-baseline font-medium', className)}>
      {children}
    </th>
  );
}
