'use client';

import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import { cn } from './cn.ts';
import { useFocusBack } from './use-focus-back.ts';

export type DialogProps = {
  id?: string;
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
  /** The button that opens it, where it is not opened by state. */
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons, the main one last. Wrap one in DialogClose to let it close. */
  footer?: ReactNode;
  wide?: boolean;
  children?: ReactNode;
};

/** Around a button that closes the panel it stands in. */
export function DialogClose({ children }: { children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}

/** A question in the middle of the page. Escape, the cross and a click beside it close it. */
export function Dialog({ id, trigger, title, description, footer, wide = false, children, ...state }: DialogProps) {
  const focus = useFocusBack();
  return (
    <Radix.Root {...state}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 grid animate-fade-in place-items-center overflow-y-auto bg-scrim p-4">
          <Radix.Content
            {...(trigger ? {} : { id, ...focus })}
            {...(description ? {} : { 'aria-describedby': undefined })}
            className={cn(
              'relative flex max-h-[calc(100dvh-2rem)] w-full animate-float-in flex-col rounded border border-line bg-raised shadow-float outline-none',
              wide ? 'max-w-2xl' : 'max-w-md',
            )}
          >
            <PanelHeader title={title} description={description} />
            {children && <div className="min-h-0 overflow-y-auto px-5 pb-5">{children}</div>}
            {footer && <PanelFooter>{footer}</PanelFooter>}
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** The head that Dialog and Sheet share. */
export function PanelHeader({ title, description }: { title: ReactNode; description?: ReactNode }) {
  return (
    <div className="flex items-start justify-between gap-4 px-5 pb-4 pt-4">
      <div className="min-w-0">
        <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
        {description && <Radix.Description className="mt-1 text-base text-fg-soft">{description}</Radix.Description>}
      </div>
      <Radix.Close asChild>
        <IconButton label="Close" icon={<X aria-hidden />} dense className="-mr-1.5" />
      </Radix.Close>
    </div>
  );
}

export function PanelFooter({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3">{children}</div>;
}
