/** What has to notice a bug: scenarios of the simulation, or a named test. */
export type Catcher =
  | { by: 'simulation'; scenarios: number }
  | {
      by: 'test';
      /** Path from the project. */
      file: string;
      /** A part of its title that no other test of the file has. */
      title: string;
    };

/** One mistake somebody could make, put into a copy of the project in place of what ships. */
export interface Bug {
  id: string;
  /** What is wrong, in one sentence. */
  what: string;
  /** Path from the project. */
  file: string;
  /** Stands exactly once in that file. */
  find: string;
  replace: string;
  catcher: Catcher;
  /** It is caught within this time or not at all. */
  budgetSeconds: number;
}

/** Puts a bug into the text of its file; throws when its place is not there exactly once. */
export function plant({ id, file, find, replace }: Bug, text: string): string {
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`${id}: its place is found ${places} times in ${file}, not once`);
  return text.replace(find, () => replace);
}

/** Long enough on a busy machine; most are caught within seconds. */
export const BUDGET_SECONDS = 60;

/** A test as what catches a bug. */
export const testedBy = (file: string, title: string): Pick<Bug, 'catcher' | 'budgetSeconds'> => ({
  catcher: { by: 'test', file, title },
  budgetSeconds: BUDGET_SECONDS,
});
