/** Single letters as keys can be switched off: who dictates to the machine would press them by speaking (WCAG 2.1.4). */
export const LETTERS_COOKIE = 'letter-keys';

export const hasLettersBy = (text: string | undefined): boolean => text !== 'off';
