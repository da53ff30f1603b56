export const TAB_BAR = 'flex gap-4 overflow-x-auto overflow-y-hidden border-b border-line';

export const TAB =
  '-mb-px inline-flex h-9 shrink-0 items-center gap-1.5 whitespace-nowrap border-b-2 border-transparent px-0.5 text-base font-medium text-fg-soft transition-colors hover:text-fg focus-visible:-outline-offset-2';
