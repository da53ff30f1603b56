'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { consent } from '../actions.ts';

/** Puts another admin's proposal in force. */
export function Consent({ version }: { version: number }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const press = () =>
    start(async () => {
      const result = await consent({ version });
      setProblem(result.ok ? null : result.problem.message);
      router.refresh();
    });
  return (
    <div className="grid justify-items-start gap-2">
      <Button variant="primary" pending={isPending} onClick={press}>
        Consent: put it in force
      </Button>
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
    </div>
  );
}
