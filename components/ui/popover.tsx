'use client';

import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import type { PanelPlace } from './panel-trigger.tsx';
import { usePanelFocus } from './use-panel-focus.ts';

export type PopoverProps = PanelPlace & {
  /** What the panel is called by a screen reader. */
  label: string;
  align?: 'start' | 'center' | 'end';
  children: ReactNode;
};

/** A panel beside the button of a `PanelTrigger`. */
export function Popover({ id, anchor, label, align = 'start', children, ...state }: PopoverProps) {
  const focus = usePanelFocus(anchor);
  return (
    <Radix.Root {...state}>
      <Radix.Anchor virtualRef={{ current: anchor }} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-label={label}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          {...focus}
          className="z-50 w-72 max-w-[calc(100vw-1rem)] animate-float-in rounded border border-line bg-raised p-3 shadow-float outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
