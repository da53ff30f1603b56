'use client';

import { CircleCheck, Play, Snowflake } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import type { ListedConnection } from '#lib/connections/list-connections.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { checkConnection, freezeConnection, resumeConnection } from '../actions.ts';

type Answer = { ok: true; value: unknown } | { ok: false; problem: ProblemView };

/** Whether the connection sends, what the last check said, and what an admin may do about it. */
export function ConnectionStatus({ connection, mayAct }: { connection: ListedConnection; mayAct: boolean }) {
  const { id, frozenAt, pausedAt } = connection;
  const router = useRouter();
  const [doing, setDoing] = useState('');
  const [problem, setProblem] = useState('');
  const [isBusy, start] = useTransition();
  const run = (name: string, call: () => Promise<Answer>) => () =>
    start(async () => {
      setDoing(name);
      setProblem('');
      const answer = await call();
      if (!answer.ok) setProblem(answer.problem.message);
      router.refresh();
    });
  const pending = (name: string) => isBusy && doing === name;
  return (
    <section aria-label="State" className="flex flex-col gap-3">
      <Held connection={connection} />
      <LastCheck connection={connection} />
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      {mayAct && (
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<CircleCheck aria-hidden />}
            pending={pending('check')}
            onClick={run('check', () => checkConnection({ id }))}
          >
            Check the connection
          </Button>
          {!frozenAt && (
            <Button
              icon={<Snowflake aria-hidden />}
              pending={pending('freeze')}
              onClick={run('freeze', () => freezeConnection({ id }))}
            >
              Freeze
            </Button>
          )}
          {(frozenAt || pausedAt) && (
            <Button
              icon={<Play aria-hidden />}
              pending={pending('resume')}
              onClick={run('resume', () => resumeConnection({ id }))}
            >
              Resume
            </Button>
          )}
        </div>
      )}
    </section>
  );
}

function Held({ connection }: { connection: ListedConnection }) {
  const { frozenAt, frozenBy, pausedAt, pausedReason } = connection;
  return (
    <>
      {frozenAt && (
        <Notice tone="warning" title="Frozen">
          {frozenBy ?? 'Somebody'} froze it on <Time value={frozenAt} precision="minute" />. Payouts wait until an admin
          resumes it.
        </Notice>
      )}
      {pausedAt && (
        <Notice tone="danger" title="Paused">
          {pausedReason ?? 'The gateway refused the credentials.'} Payouts wait since{' '}
          <Time value={pausedAt} precision="minute" />. Saving the right secret key lets them go on.
        </Notice>
      )}
    </>
  );
}

function LastCheck({ connection: { checkedAt, checkResult } }: { connection: ListedConnection }) {
  if (!checkedAt) return null;
  const works = checkResult === 'ok';
  return (
    <Notice
      tone={works ? 'success' : 'danger'}
      title={works ? 'The gateway accepts these credentials' : 'The check failed'}
      announce
    >
      {!works && <p>{checkResult}</p>}
      Checked on <Time value={checkedAt} />
    </Notice>
  );
}
