import type { ReactNode } from 'react';
import { Rail, type RailItem } from './rail.tsx';

/** Rail and content. `notice` runs across the top of every page; pages fill `children` and own their width. */
export function AppFrame({
  items,
  lower,
  home,
  account,
  environment,
  palette,
  notice,
  children,
}: {
  items: readonly RailItem[];
  lower?: readonly RailItem[];
  home: string;
  account: ReactNode;
  environment?: ReactNode;
  /** Opens the way to everything by a few letters. */
  palette?: ReactNode;
  notice?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="flex min-h-dvh flex-col md:flex-row">
      <Rail items={items} lower={lower} home={home} account={account} environment={environment} palette={palette} />
      <div className="flex min-w-0 flex-1 flex-col bg-surface">
        {notice}
        <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[1440px] flex-1 px-4 pb-16 pt-5 md:px-6">
          {children}
        </main>
      </div>
    </div>
  );
}
