import type { Metadata } from 'next';
import { ROLE_WORDS } from '#lib/domain/access.ts';
import { openInvitation } from '#lib/people/open-invitation.ts';
import { webConsole } from '#lib/server/console.ts';
import { JoinForm } from './_components/join-form.tsx';

// The address holds the token: it goes nowhere else.
export const metadata: Metadata = { title: 'Join', referrer: 'no-referrer' };

export default async function JoinPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await openInvitation(webConsole().db, new Date(), token);
  if (!invitation) {
    return (
      <>
        <h1 className="mb-2 text-xl font-semibold tracking-tight">This link no longer works</h1>
        <p className="text-fg-soft">
          It was used already, replaced by a newer one, or is too old. Ask the admin who invited you for a new one.
        </p>
      </>
    );
  }
  const { name, email, role } = invitation;
  return (
    <>
      <h1 className="mb-2 text-xl font-semibold tracking-tight">Welcome, {name}</h1>
      <p className="mb-5 text-fg-soft">
        You were invited as <strong className="font-medium text-fg">{role}</strong> ({lowerFirst(ROLE_WORDS[role])}).
        Choose a password, and you are in.
      </p>
      <JoinForm token={token} email={email} />
    </>
  );
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
