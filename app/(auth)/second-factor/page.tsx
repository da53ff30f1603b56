import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { maybeHalfCtx, ownPath, signInPath } from '#lib/server/session.ts';
import { SecondFactor } from './_components/second-factor.tsx';

export const metadata: Metadata = { title: 'Second factor' };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SecondFactorPage({ searchParams }: { searchParams: Search }) {
  const next = ownPath((await searchParams).next);
  const ctx = await maybeHalfCtx();
  if (!ctx) redirect(signInPath(next));
  // Not sent on by the server once it is given: the recovery codes that come with it are still to be read.
  return <SecondFactor stage={ctx.session.stage} factors={ctx.factors} role={ctx.actor.role} next={next} />;
}
