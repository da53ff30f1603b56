'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { loadAfresh } from '#app/_components/load-afresh.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Time } from '#components/ui/time.tsx';
import { toast } from '#components/ui/toast.ts';
import { endAllSessions, endSession } from '../actions.ts';

interface Session {
  id: string;
  device: string;
  address: string | null;
  lastSeenAt: Date;
  createdAt: Date;
  isThis: boolean;
}

/** Where one is signed in. */
export function SessionList({ sessions }: { sessions: readonly Session[] }) {
  const router = useRouter();
  const [isBusy, start] = useTransition();
  const end = (id: string) =>
    start(async () => {
      const result = await endSession({ id });
      if (result.ok) toast.success('The session was ended');
      else toast.error(result.problem.message);
      router.refresh();
    });
  const endAll = () =>
    start(async () => {
      const result = await endAllSessions({});
      if (!result.ok) return void toast.error(result.problem.message);
      await loadAfresh('/sign-in');
    });
  return (
    <section aria-labelledby="sessions" className="flex flex-col gap-3">
      <h2 id="sessions" className="text-lg font-semibold">
        Sessions
      </h2>
      <p className="text-fg-soft">A session ends after 15 minutes without use, and after 12 hours in any case.</p>
      <ul className="divide-y divide-line rounded border border-line text-sm">
        {sessions.map(({ id, device, address, lastSeenAt, createdAt, isThis }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-3 py-2">
            <span className="min-w-0 flex-1">
              <span className="flex items-center gap-2 font-medium">
                {device}
                {isThis && <Badge tone="success">This one</Badge>}
              </span>
              <span className="block text-xs text-fg-soft">
                {address ?? 'Unknown address'}, last seen <Time value={lastSeenAt} precision="minute" />, begun{' '}
                <Time value={createdAt} precision="minute" />
              </span>
            </span>
            {!isThis && (
              <Button dense pending={isBusy} onClick={() => end(id)} aria-label={`End the session of ${device}`}>
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Button className="self-start" pending={isBusy} onClick={endAll}>
        Sign out everywhere
      </Button>
    </section>
  );
}
