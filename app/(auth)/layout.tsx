import type { ReactNode } from 'react';
import { Mark } from '#components/shell/mark.tsx';

/** Pages for people who are not signed in: one narrow column. */
export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main id="main" tabIndex={-1} className="flex min-h-dvh flex-col items-center bg-canvas px-4 py-12 sm:pt-[12vh]">
      <div className="w-full max-w-sm">
        <p className="mb-6 flex items-center gap-2 text-lg font-semibold tracking-tight">
          <Mark />
          Paydesk
        </p>
        {children}
      </div>
    </main>
  );
}
