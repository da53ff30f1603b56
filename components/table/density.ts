export const DENSITY_COOKIE = 'density';

/** Reads the cookie's text: rows of 28 px where it says so, of 36 px otherwise. */
export const isDenseBy = (text: string | undefined): boolean => text === 'dense';
