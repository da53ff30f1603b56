import { readJson } from '#lib/domain/json.ts';
import type { FieldErrors, ProblemView } from '#lib/domain/problem.ts';
import type { Imported } from '#lib/recipients/import-recipients.ts';

/** Sends a file of recipients as it is, with where it comes from in a line before it. */
export async function sendFile(
  file: File,
  reason: string,
): Promise<{ imported: Imported } | { problem: string; fields?: FieldErrors }> {
  const head = JSON.stringify({ id: crypto.randomUUID(), reason });
  try {
    const response = await fetch('/api/recipients', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: new Blob([head, '\n', file]),
    });
    const answer = readJson(await response.text()) as Imported & { problem?: ProblemView };
    if (response.ok) return { imported: answer };
    return { problem: answer.problem?.message ?? 'The console did not take the file.', fields: answer.problem?.fields };
  } catch {
    return { problem: 'The console cannot be reached. Nothing was imported; try again.' };
  }
}
