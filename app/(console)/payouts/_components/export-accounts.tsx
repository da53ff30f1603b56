'use client';

import { KeyRound } from 'lucide-react';
import { ReasonDialog } from '#app/_components/reason-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ProblemView } from '#lib/domain/problem.ts';

const FAILED: ProblemView = { code: 'unavailable', message: 'The file was not sent. Try again in a moment.' };

/** The file of a filter with full account numbers, for whoever may and says why. */
export function ExportAccounts({ search }: { search: string }) {
  return (
    <ReasonDialog
      title="Export full account numbers?"
      description="10,000 rows at most. That you took the file, and why, is recorded. Keep it where only those see it who have to."
      placeholder="Reconciliation with the bank’s statement"
      confirm="Export"
      onConfirm={(reason) => download(search, reason)}
      trigger={
        <Button dense variant="ghost" icon={<KeyRound aria-hidden />}>
          With accounts
        </Button>
      }
    />
  );
}

// Sent and not linked: an address is kept by browsers and servers, and says where somebody came from.
async function download(filter: string, reason: string): Promise<ProblemView | null> {
  try {
    const response = await fetch('/api/exports', { method: 'POST', body: new URLSearchParams({ filter, reason }) });
    if (!response.ok) return ((await response.json()) as { problem: ProblemView }).problem;
    save(await response.blob(), nameIn(response.headers.get('content-disposition')));
    toast.success('Exported with full account numbers');
    return null;
  } catch {
    return FAILED;
  }
}

function nameIn(disposition: string | null): string {
  const whole = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
  return whole ? decodeURIComponent(whole) : 'Payouts.csv';
}

function save(file: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
