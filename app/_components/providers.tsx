'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { lendStyleNonce } from '#components/ui/style-nonce.ts';
import { Toaster } from '#components/ui/toaster.tsx';

// The server pushes changes, so a copy may rest for a while; a read is tried once more, an action never.
const STALE_MS = 15_000;

lendStyleNonce();

export function Providers({ children }: { children: ReactNode }) {
  const [queries] = useState(
    () =>
      new QueryClient({
        defaultOptions: { queries: { staleTime: STALE_MS, retry: 1 }, mutations: { retry: false } },
      }),
  );
  return (
    <QueryClientProvider client={queries}>
      {children}
      <Toaster />
    </QueryClientProvider>
  );
}
