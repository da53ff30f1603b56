'use client';

import { Dialog as Radix } from 'radix-ui';
import { cn } from './cn.ts';
import { type DialogProps, PanelFooter, PanelHeader } from './dialog.tsx';
import { useFocusBack } from './use-focus-back.ts';

export type SheetProps = Omit<DialogProps, 'wide'> & { side?: 'left' | 'right'; wide?: boolean };

/** A panel from the side, for details beside the list they belong to. */
export function Sheet({ id, trigger, title, description, footer, side = 'right', wide, ...rest }: SheetProps) {
  const { children, ...state } = rest;
  const focus = useFocusBack();
  return (
    <Radix.Root {...state}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade-in bg-scrim" />
        <Radix.Content
          {...(trigger ? {} : { id, ...focus })}
          {...(description ? {} : { 'aria-describedby': undefined })}
          className={cn(
            'fixed inset-y-0 z-40 flex w-[calc(100vw-2.5rem)] flex-col bg-raised shadow-float outline-none',
            side === 'right' ? 'right-0 animate-slide-left border-l' : 'left-0 animate-slide-right border-r',
            wide ? 'max-w-xl' : side === 'left' ? 'max-w-72' : 'max-w-md',
          )}
        >
          <PanelHeader title={title} description={description} />
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
          {footer && <PanelFooter>{footer}</PanelFooter>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
