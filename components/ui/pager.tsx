'use client';

import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { ButtonLink } from './button-link.tsx';

/** Where a step leads: an address, a function, or nowhere. */
export type PagerStep = string | (() => void) | undefined;

/** Steps through pages that know only "before" and "after" (keyset), without page numbers. */
export function Pager({
  previous,
  next,
  summary,
  label = 'Pages',
}: {
  previous?: PagerStep;
  next?: PagerStep;
  summary?: ReactNode;
  label?: string;
}) {
  return (
    <nav aria-label={label} className="flex flex-wrap items-center justify-between gap-3">
      <div className="text-sm text-fg-soft">{summary}</div>
      <div className="flex gap-2">
        <Step to={previous} icon={<ChevronLeft aria-hidden />}>
          Previous
        </Step>
        <Step to={next} iconAfter={<ChevronRight aria-hidden />}>
          Next
        </Step>
      </div>
    </nav>
  );
}

function Step(props: { to: PagerStep; icon?: ReactNode; iconAfter?: ReactNode; children: ReactNode }) {
  const { to, icon, iconAfter, children } = props;
  if (typeof to === 'string') {
    return (
      <ButtonLink href={to} dense icon={icon}>
        {children}
        {iconAfter}
      </ButtonLink>
    );
  }
  return (
    <Button dense icon={icon} disabled={!to} onClick={to}>
      {children}
      {iconAfter}
    </Button>
  );
}
