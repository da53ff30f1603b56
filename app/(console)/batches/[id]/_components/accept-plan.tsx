'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { findingWords } from '#lib/domain/batch/finding.ts';
import { LEFT_OUT, ticksOf, type Plan } from '#lib/domain/batch/plan.ts';
import { formatAmount } from '#lib/domain/money.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { accept, discard } from '../../actions.ts';

/** Confirms what is out of the ordinary, and accepts exactly this plan. */
export function AcceptPlan({ id, planHash, plan }: { id: string; planHash: string; plan: Plan }) {
  const router = useRouter();
  const [ticked, setTicked] = useState<string[]>([]);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();
  const codes = ticksOf(plan);
  const rowsOf = (code: string) => plan.advisories.find((one) => one.code === code)?.rows ?? 0;
  const sentence = (code: string) =>
    code === LEFT_OUT
      ? `${plan.leftOut.toLocaleString('en-IN')} ${plan.leftOut === 1 ? 'line is' : 'lines are'} left out and not paid`
      : `${findingWords(code)}: ${rowsOf(code).toLocaleString('en-IN')} ${rowsOf(code) === 1 ? 'row' : 'rows'}`;

  const submit = () =>
    start(async () => {
      const result = await accept({ id, planHash, acknowledged: ticked });
      setProblem(result.ok ? null : result.problem);
      router.refresh();
    });
  const drop = () =>
    start(async () => {
      const result = await discard({ id });
      if (result.ok) router.push('/batches');
      else setProblem(result.problem);
    });

  return (
    <div className="mt-4 grid gap-3">
      {codes.length > 0 && (
        <fieldset className="grid gap-2">
          <legend className="mb-1 text-xs font-medium text-fg-soft">Confirm what is out of the ordinary</legend>
          {codes.map((code) => (
            <Checkbox
              key={code}
              label={sentence(code)}
              checked={ticked.includes(code)}
              onChange={({ target }) =>
                setTicked((now) => (target.checked ? [...now, code] : now.filter((one) => one !== code)))
              }
            />
          ))}
        </fieldset>
      )}
      {problem && (
        <Notice tone="danger" announce>
          {problem.message}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          pending={isPending}
          disabled={plan.rows === 0 || ticked.length < codes.length}
          onClick={submit}
        >
          Accept {plan.rows.toLocaleString('en-IN')} payouts, {formatAmount(BigInt(plan.totalMinor))}
        </Button>
        <Button disabled={isPending} onClick={drop}>
          Throw the plan away
        </Button>
      </div>
    </div>
  );
}
