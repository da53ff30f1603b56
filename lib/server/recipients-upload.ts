import { PEOPLE_LIMITS } from '../domain/batch/read-people.ts';
import { tooManyBytes } from '../domain/batch/read-table.ts';
import { importRecipients } from '../recipients/import-recipients.ts';
import { openUpload } from './open-upload.ts';
import { authorise, type Ctx } from './usecase.ts';

const MAX_HEAD_BYTES = 8 * 1024;

/**
 * Takes a file of recipients: one line of JSON (`id`, `reason`), then the file's bytes. Throws what `importRecipients`
 * throws, and `too_large`.
 */
export async function recipientsUpload(ctx: Ctx, request: Request): ReturnType<typeof importRecipients> {
  // Before a byte of the file is read.
  authorise(ctx, 'import-recipients');
  const { head, file } = await openUpload(request, { head: MAX_HEAD_BYTES, file: PEOPLE_LIMITS.bytes });
  const parts: Uint8Array[] = [];
  let size = 0;
  // All of it before the transaction, which waits for nobody's line.
  for await (const part of file) {
    size += part.length;
    if (size > PEOPLE_LIMITS.bytes) throw tooManyBytes(PEOPLE_LIMITS.bytes);
    parts.push(part);
  }
  // What the line says is checked by the verb.
  const told = head as Omit<Parameters<typeof importRecipients>[1], 'file'>;
  return importRecipients(ctx, { ...told, file: Buffer.concat(parts) });
}
