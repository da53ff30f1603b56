'use client';

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { writeExport, type ExportChoice } from '#lib/domain/export-choice.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import type { ExportView } from '#lib/exports/read-export.ts';
import { newId } from '../new/_components/new-id.ts';
import { ask } from './ask.ts';

const ASK_EVERY_MS = 500;
/** A browser that has not begun a download by then will not. */
const BEGIN_MS = 8_000;
const FAILED: ProblemView = { code: 'unavailable', message: 'The file was not sent. Try again in a moment.' };
const NOT_BEGUN: ProblemView = {
  code: 'unavailable',
  message: 'The download has not begun. Several exports may be running, or the browser has stopped it. Try again.',
};

export const certificatePath = (id: string): string => `/api/exports/${id}?certificate`;

/** Begins a download and follows it; the browser itself carries it, so it goes on wherever the person goes. */
export function useExport(search: string, without: string[]) {
  const [begun, setBegun] = useState<{ id: string } | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const { data: view } = useQuery({
    queryKey: ['export', begun?.id],
    enabled: begun !== null && problem === null,
    queryFn: ({ signal }) => ask<ExportView | null>(`/api/exports/${begun?.id}`, signal),
    refetchInterval: ({ state }) => (state.data && state.data.state !== 'running' ? false : ASK_EVERY_MS),
    gcTime: 0,
  });
  const isMissing = begun !== null && view === null && problem === null;
  useEffect(() => {
    if (!isMissing) return;
    const timer = setTimeout(() => setProblem(NOT_BEGUN), BEGIN_MS);
    return () => clearTimeout(timer);
  }, [isMissing]);
  useSidecar(view ?? null);

  const begin = async (choice: ExportChoice, reason?: string) => {
    const id = newId();
    const order = writeExport(search, choice, id, without);
    setProblem(null);
    setBegun({ id });
    if (reason === undefined) return follow(`/api/exports?${order}`);
    const found = await downloadAccounts(order, reason);
    setProblem(found);
    if (found) setBegun(null);
  };
  return { begin, problem, isBegun: begun !== null && problem === null, view: view ?? null };
}

/** Puts the certificate beside the file as soon as there is one. */
function useSidecar(view: ExportView | null): void {
  const given = useRef<string | null>(null);
  useEffect(() => {
    if (view?.state !== 'whole' || given.current === view.id) return;
    given.current = view.id;
    follow(certificatePath(view.id));
  }, [view]);
}

function follow(address: string, name = ''): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}

// Sent and not linked: an address is kept by browsers and servers, and says where somebody came from.
async function downloadAccounts(filter: string, reason: string): Promise<ProblemView | null> {
  try {
    const response = await fetch('/api/exports', { method: 'POST', body: new URLSearchParams({ filter, reason }) });
    if (!response.ok) return ((await response.json()) as { problem: ProblemView }).problem;
    const file = URL.createObjectURL(await response.blob());
    follow(file, nameIn(response.headers.get('content-disposition')));
    setTimeout(() => URL.revokeObjectURL(file), 10_000);
    return null;
  } catch {
    return FAILED;
  }
}

function nameIn(disposition: string | null): string {
  const whole = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? '')?.[1];
  return whole ? decodeURIComponent(whole) : 'Payouts';
}
