import { readJson } from '#lib/domain/json.ts';
import type { ProblemView } from '#lib/domain/problem.ts';

interface Upload {
  name: string;
  source: Blob;
  mapping: (string | null)[];
  connectionId?: string;
  through?: Record<string, string>;
  fixes: Record<string, string[]>;
}

/** Sends a file as it is, with what was told and corrected before it in one line; gives where its plan is. */
export async function uploadPlan({ source, ...told }: Upload): Promise<{ id: string } | { problem: string }> {
  const head = JSON.stringify({ id: crypto.randomUUID(), ...told });
  try {
    const response = await fetch('/api/batches', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Blob([head, '\n', source]),
    });
    const answer = readJson(await response.text()) as { id: string; problem?: ProblemView };
    if (response.ok) return { id: answer.id };
    return { problem: answer.problem?.message ?? 'The console did not take the file.' };
  } catch {
    return { problem: 'The console cannot be reached. Nothing was paid; try again.' };
  }
}
