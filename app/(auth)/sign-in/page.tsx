import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { demoPeople } from '#lib/people/demo-people.ts';
import { webConsole } from '#lib/server/console.ts';
import { maybeCtx, ownPath } from '#lib/server/session.ts';
import { SignInForm } from './_components/sign-in-form.tsx';

export const metadata: Metadata = { title: 'Sign in' };

type Search = Promise<Record<string, string | string[] | undefined>>;

export default async function SignInPage({ searchParams }: { searchParams: Search }) {
  const next = ownPath((await searchParams).next);
  if (await maybeCtx()) redirect(next);
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold tracking-tight">Sign in</h1>
      <SignInForm next={next} demoPeople={await demoPeople(webConsole().db)} />
    </>
  );
}
