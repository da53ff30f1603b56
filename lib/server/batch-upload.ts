import { uploadBatch } from '../batches/upload-batch.ts';
import { Problem } from '../domain/problem.ts';
import { FILE_LIMITS } from '../domain/batch/file-limits.ts';
import { openUpload } from './open-upload.ts';
import { authorise, type Ctx } from './usecase.ts';

/** The line before the file holds the corrections of its lines too. */
export const MAX_HEAD_BYTES = 16 * 1024 * 1024;
/** Each is checked in this process while it comes in. */
const MOST_AT_ONCE = 3;

let running = 0;

/**
 * Takes a file as it comes in: one line of JSON (`id`, `name`, `mapping`, `connectionId`, `through`, `fixes`), then the
 * file's bytes. Throws what `uploadBatch` throws, `invalid` for a broken line and `unavailable` while many come in.
 */
export async function batchUpload(ctx: Ctx, request: Request): Promise<Awaited<ReturnType<typeof uploadBatch>>> {
  // Before a byte of the file is read.
  authorise(ctx, 'upload-batch');
  if (running >= MOST_AT_ONCE) {
    throw new Problem('unavailable', 'Several files are coming in. Wait until one of them is read and try again.');
  }
  running += 1;
  try {
    const { head, file } = await openUpload(request, { head: MAX_HEAD_BYTES, file: FILE_LIMITS.bytes });
    return await uploadBatch(ctx, { ...head, file } as Parameters<typeof uploadBatch>[1]);
  } finally {
    running -= 1;
  }
}
