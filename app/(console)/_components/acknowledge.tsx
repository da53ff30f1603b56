'use client';

import { Check } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { acknowledge } from '../actions.ts';

/** Notes that the person has seen an alert. It goes away with the alert, so the focus moves on to the section around it. */
export function Acknowledge({ alertId, text }: { alertId: string; text: string }) {
  const router = useRouter();
  const [problem, setProblem] = useState('');
  const [isSending, start] = useTransition();
  const place = useRef<HTMLDivElement>(null);

  const send = () =>
    start(async () => {
      const result = await acknowledge({ id: alertId });
      if (result.ok) place.current?.closest<HTMLElement>('[tabindex="-1"]')?.focus();
      else setProblem(result.problem.message);
      router.refresh();
    });

  return (
    <div ref={place} className="flex flex-wrap items-center justify-end gap-x-3 gap-y-1">
      <p role="status" className={problem ? 'text-sm text-danger-fg' : 'sr-only'}>
        {problem}
      </p>
      <Button dense icon={<Check aria-hidden />} aria-label={`Acknowledge: ${text}`} pending={isSending} onClick={send}>
        Acknowledge
      </Button>
    </div>
  );
}
