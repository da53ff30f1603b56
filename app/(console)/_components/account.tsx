'use client';

import { AccountMenu } from '#components/shell/account-menu.tsx';
import { signOut } from '../actions.ts';

export function Account(props: { name: string; email: string; role: string }) {
  const leave = async () => {
    await signOut(null);
    // A full load: nothing that was looked at stays in this tab's memory.
    window.location.assign('/sign-in');
  };
  return <AccountMenu {...props} signOut={leave} />;
}
