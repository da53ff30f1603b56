'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import type { FailedRowView } from '#lib/batches/list-failed-rows.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { retry } from '../../actions.ts';
import { FailedRowForm } from './failed-row-form.tsx';

type Typed = Record<string, string>;

/** The failed rows of a batch, each with why it failed and its cells to put right; makes the plan of those that go again. */
export function CorrectRows({ batchId, rows, count }: { batchId: string; rows: FailedRowView[]; count: number }) {
  const router = useRouter();
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [fixes, setFixes] = useState<Record<string, Typed>>({});
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();
  const going = rows.filter(({ line }) => !left.has(line));

  const type = ({ line, cells }: FailedRowView, path: string, value: string) =>
    setFixes((now) => {
      const { [path]: _, ...others } = now[line] ?? {};
      const isAsBefore = cells.some((cell) => cell.path === path && cell.value === value);
      return { ...now, [line]: isAsBefore ? others : { ...others, [path]: value } };
    });
  const toggle = (line: number) =>
    setLeft((now) => (now.has(line) ? new Set([...now].filter((one) => one !== line)) : new Set([...now, line])));
  const send = () =>
    start(async () => {
      const lines = going.map(({ line }) => line);
      const typed = lines.filter((line) => Object.keys(fixes[line] ?? {}).length > 0);
      const corrected = Object.fromEntries(typed.map((line) => [String(line), fixes[line] ?? {}]));
      const result = await retry({ id: batchId, newId: crypto.randomUUID(), lines, fixes: corrected });
      if (result.ok) return router.push(`/batches/${result.value.id}`);
      setProblem(result.problem);
    });

  return (
    <div className="grid max-w-[1080px] grid-cols-[minmax(0,1fr)] gap-4">
      {count > rows.length && (
        <p className="text-base text-fg-soft">
          The first {rows.length} of {count.toLocaleString('en-IN')} stand here. The others follow when these are sent.
        </p>
      )}
      <ul className="divide-y divide-line border-y border-line">
        {rows.map((row) => (
          <FailedRowForm
            key={row.line}
            row={row}
            isGoing={!left.has(row.line)}
            typed={fixes[row.line] ?? {}}
            errors={problem?.fields}
            onToggle={() => toggle(row.line)}
            onType={(path, value) => type(row, path, value)}
          />
        ))}
      </ul>
      {problem && (
        <Notice tone="danger" announce>
          {problem.message}
        </Notice>
      )}
      <div>
        <Button variant="primary" pending={isPending} disabled={going.length === 0} onClick={send}>
          Make the plan of {going.length.toLocaleString('en-IN')} {going.length === 1 ? 'row' : 'rows'}
        </Button>
      </div>
    </div>
  );
}
