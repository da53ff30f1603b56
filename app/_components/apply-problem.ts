import type { FieldValues, Path, UseFormReturn } from 'react-hook-form';
import type { ProblemView } from '#lib/domain/problem.ts';

/**
 * Shows a Problem in a form: each of its fields that the form has gets its sentences and the first the focus; whatever
 * belongs to none of them stands above the form (`errors.root`).
 */
export function applyProblem<Values extends FieldValues, Out>(
  form: UseFormReturn<Values, unknown, Out>,
  problem: ProblemView,
  names: readonly Path<Values>[],
): void {
  const fields = problem.fields ?? {};
  const marked = names.filter((name) => fields[name]?.length);
  marked.forEach((name, at) =>
    form.setError(name, { type: 'server', message: fields[name]?.join(' ') }, { shouldFocus: at === 0 }),
  );
  const others = Object.keys(fields).filter((name) => !marked.some((known) => known === name));
  if (marked.length > 0 && others.length === 0) return;
  const { errorId } = (problem.detail ?? {}) as { errorId?: string };
  form.setError('root', { message: errorId ? `${problem.message} (Error id ${errorId})` : problem.message });
}
