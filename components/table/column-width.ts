/** The widths a column can have, as classes: the server may write no styles of its own, so they are steps. */
const WIDTHS = [
  ...['md:w-16', 'md:w-20', 'md:w-24', 'md:w-28', 'md:w-32', 'md:w-36', 'md:w-40', 'md:w-44', 'md:w-48', 'md:w-52'],
  ...['md:w-56', 'md:w-60', 'md:w-64', 'md:w-68', 'md:w-72', 'md:w-76', 'md:w-80', 'md:w-84', 'md:w-88', 'md:w-92'],
  ...['md:w-96', 'md:w-100', 'md:w-104', 'md:w-108', 'md:w-112', 'md:w-116', 'md:w-120'],
] as const;

/** Between two steps. */
export const STEP_REM = 1;
const NARROWEST_REM = 4;
export const WIDEST_STEP = WIDTHS.length - 1;

/** Keeps a step within what there is. */
export const widthStep = (step: number): number => Math.min(Math.max(Math.round(step), 0), WIDEST_STEP);

export const widthClass = (step: number): string => WIDTHS[widthStep(step)] ?? '';

/** How wide a step is, in rem. */
export const remOf = (step: number): number => NARROWEST_REM + STEP_REM * step;
