import { z } from 'zod';
import { reads } from '../server/usecase.ts';
import { reviewCounts } from './review-counts.ts';

/** Counts what waits for people, for the rail. */
export const countReview = reads({ name: 'count-review', input: z.object({}), run: (ctx) => reviewCounts(ctx) });
