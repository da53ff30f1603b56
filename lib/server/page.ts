import { notFound } from 'next/navigation';
import { Problem } from '../domain/problem.ts';

/** Awaits what a page shows; what is missing, or beyond the person's role, becomes the page "not found". */
export async function shown<Result>(reading: Promise<Result>): Promise<Result> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Problem && (error.code === 'not_found' || error.code === 'forbidden')) notFound();
    throw error;
  }
}
