'use client';

import { CircleCheck, CircleX, Info, TriangleAlert } from 'lucide-react';
import { toast, Toaster as Sonner } from 'sonner';
import { Spinner } from './spinner.tsx';

export { toast };

/** Mounted once, at the root. For what happened elsewhere; an error of a form stands in the form. */
export function Toaster() {
  return (
    <Sonner
      className="font-sans!"
      position="bottom-right"
      visibleToasts={4}
      offset={16}
      mobileOffset={12}
      icons={{
        success: <CircleCheck aria-hidden className="text-success-fg" />,
        error: <CircleX aria-hidden className="text-danger-fg" />,
        warning: <TriangleAlert aria-hidden className="text-warning-fg" />,
        info: <Info aria-hidden className="text-info-fg" />,
        loading: <Spinner />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-(--width) items-start gap-2.5 rounded border border-line bg-raised p-3 text-base text-fg shadow-float',
          icon: 'mt-0.5 shrink-0 [&_svg]:size-4',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-sm text-fg-soft',
          actionButton: 'shrink-0 font-medium text-accent-ink underline underline-offset-2',
          cancelButton: 'shrink-0 text-fg-soft',
        },
      }}
    />
  );
}
