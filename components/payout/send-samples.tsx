'use client';

import { FlaskConical } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';

type Sent = { ok: true; value: { created: number; known: number } } | { ok: false; problem: { message: string } };

/** Offers the sample payouts: they go the real way, through every option and outcome of the sandbox. */
export function SendSamples({ send, count }: { send: (input: Record<string, never>) => Promise<Sent>; count: number }) {
  const router = useRouter();
  const [word, setWord] = useState('');
  const [isSending, start] = useTransition();

  const run = () =>
    start(async () => {
      const result = await send({});
      setWord(result.ok ? wordsFor(result.value) : result.problem.message);
      router.refresh();
    });

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <Button icon={<FlaskConical aria-hidden />} pending={isSending} onClick={run}>
        Send {count} sample payouts
      </Button>
      <p role="status" className="text-sm text-fg-soft">
        {isSending ? 'Creating them …' : word}
      </p>
    </div>
  );
}

function wordsFor({ created, known }: { created: number; known: number }): string {
  if (created === 0) return `All ${known} were sent before.`;
  return known === 0 ? `${created} are on their way.` : `${created} are on their way; ${known} were sent before.`;
}
