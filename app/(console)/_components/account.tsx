'use client';

import { loadAfresh } from '#app/_components/load-afresh.ts';
import { AccountMenu } from '#components/shell/account-menu.tsx';
import { signOut } from '../actions.ts';

export function Account(props: { name: string; email: string; role: string }) {
  const leave = async () => {
    await signOut(null);
    await loadAfresh('/sign-in');
  };
  return <AccountMenu {...props} accountHref="/settings/account" signOut={leave} />;
}
