'use client';

import type { ReactNode, Ref } from 'react';
import { Notice } from './notice.tsx';

export type FormError = {
  /** The `name` of the control, so that the line leads to it; none for an error of the whole form. */
  name?: string;
  message: string;
};

/** All that is wrong, above the form. Give it a ref and focus it where no single field can take the focus. */
export function FormErrorSummary({
  errors,
  title,
  ref,
}: {
  errors: readonly FormError[];
  title?: ReactNode;
  ref?: Ref<HTMLDivElement>;
}) {
  if (errors.length === 0) return null;
  const heading =
    title ?? (errors.length === 1 ? 'One thing needs your attention' : `${errors.length} things need your attention`);
  return (
    <div ref={ref} tabIndex={-1} role="alert" className="rounded">
      <Notice tone="danger" title={heading}>
        <ul className="flex flex-col">
          {errors.map(({ name, message }) => (
            <li key={`${name}:${message}`}>
              {name ? (
                <button
                  type="button"
                  onClick={() => focusControl(name)}
                  className="rounded-sm py-0.5 text-left text-danger-fg underline underline-offset-2"
                >
                  {message}
                </button>
              ) : (
                message
              )}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

function focusControl(name: string) {
  const control = document.getElementsByName(name)[0];
  control?.closest('details:not([open])')?.setAttribute('open', '');
  control?.focus();
}
