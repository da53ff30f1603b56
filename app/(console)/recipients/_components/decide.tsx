'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { check } from '../actions.ts';

/** A checker's word on one account, or on all of an import (`what`: how many). */
export function Decide({ of, what }: { of: { versionId: string } | { importId: string }; what?: number }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const decide = (decision: 'confirm' | 'refuse') =>
    start(async () => {
      const result = await check({ of, decision });
      setProblem(result.ok ? null : result.problem.message);
      router.refresh();
    });
  const all = what !== undefined && what > 1 ? ` all ${what.toLocaleString('en-IN')}` : '';
  return (
    <span className="flex flex-wrap items-center gap-2">
      {problem && (
        <span role="alert" className="text-sm text-danger-fg">
          {problem}
        </span>
      )}
      <Button dense={what === undefined} pending={isPending} onClick={() => decide('refuse')}>
        Refuse{all}
      </Button>
      <Button dense={what === undefined} variant="primary" pending={isPending} onClick={() => decide('confirm')}>
        Confirm{all}
      </Button>
    </span>
  );
}
