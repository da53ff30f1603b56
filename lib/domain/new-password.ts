import { z } from 'zod';

/** What sign-in accepts: long rather than strange. */
export const MIN_PASSWORD = 12;
export const MAX_PASSWORD = 128;

/** A password somebody chooses. */
export const newPassword = z
  .string()
  .min(MIN_PASSWORD, `Use at least ${MIN_PASSWORD} characters; a few words together are fine.`)
  .max(MAX_PASSWORD, `Use at most ${MAX_PASSWORD} characters.`);
