'use client';

import { startAuthentication } from '@simplewebauthn/browser';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import type { ApprovalView } from '#lib/approvals/approval-views.ts';
import type { StepUpProof } from '#lib/approvals/step-up-proof.ts';
import type { ProblemView } from '#lib/domain/problem.ts';
import { approve, approveMany, beginApproval } from '../actions.ts';

export type Prove = 'passkey' | 'session' | { code: string };

const NOT_SIGNED: ProblemView = { code: 'forbidden', message: 'The passkey was not used. Nothing was approved.' };
const UNANSWERED: ProblemView = { code: 'unavailable', message: 'No answer arrived. Look again what was approved.' };

/** Approves these payouts with one proof: the passkey signs exactly what is shown. */
export function useApprove(rows: ApprovalView[], onApproved: () => void) {
  const router = useRouter();
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [isPending, start] = useTransition();

  const run = (prove: Prove) =>
    start(async () => {
      setProblem(null);
      const failed = await send(rows, prove).catch(() => UNANSWERED);
      router.refresh();
      if (failed) setProblem(failed);
      else onApproved();
    });

  return { run, isPending, problem, reset: () => setProblem(null) };
}

async function send(rows: ApprovalView[], prove: Prove): Promise<ProblemView | null> {
  const proof = await proofFor(rows, prove);
  if (!('kind' in proof)) return proof;
  const [only] = rows;
  const answer =
    only && rows.length === 1
      ? await approve({ id: only.id, contentDigest: only.contentDigest, proof })
      : await approveMany({
          payouts: rows.map(({ id, contentDigest }) => ({ id, contentDigest })),
          totalMinor: String(totalOf(rows)),
          proof,
        });
  return answer.ok ? null : answer.problem;
}

async function proofFor(rows: ApprovalView[], prove: Prove): Promise<StepUpProof | ProblemView> {
  if (prove === 'session') return { kind: 'session' };
  if (prove !== 'passkey') return { kind: 'totp', code: prove.code };
  const asked = await beginApproval({ ids: rows.map(({ id }) => id) });
  if (!asked.ok) return asked.problem;
  const response = await startAuthentication({ optionsJSON: asked.value }).catch(() => null);
  return response ? { kind: 'passkey', response } : NOT_SIGNED;
}

export const totalOf = (rows: ApprovalView[]): bigint => rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
