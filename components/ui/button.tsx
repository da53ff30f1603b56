'use client';

import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { buttonClass, type ButtonLook } from './button-class.ts';
import { cn } from './cn.ts';
import { Spinner } from './spinner.tsx';

export type ButtonProps = ComponentProps<'button'> &
  ButtonLook & {
    /** Work goes on: shows a spinner, keeps the focus and the width, and swallows every further click. */
    pending?: boolean;
    icon?: ReactNode;
  };

export function Button({ variant, dense, pending = false, icon, className, children, onClick, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      {...(pending ? { 'aria-busy': true, 'aria-disabled': true } : {})}
      onClick={pending ? swallow : onClick}
      className={cn(buttonClass({ variant, dense }), className)}
    >
      {pending && <Spinner className="absolute" />}
      <span className={cn('inline-flex items-center gap-1.5', pending && 'opacity-0')}>
        {icon}
        {children}
      </span>
    </button>
  );
}

/** A square button with only an icon; the label is what a screen reader and the hover text say. */
export function IconButton({
  label,
  icon,
  variant = 'ghost',
  dense,
  pending = false,
  className,
  onClick,
  ...rest
}: Omit<ButtonProps, 'children' | 'icon'> & { label: string; icon: ReactNode }) {
  return (
    <button
      type="button"
      title={label}
      {...rest}
      {...(pending ? { 'aria-busy': true, 'aria-disabled': true } : {})}
      aria-label={label}
      onClick={pending ? swallow : onClick}
      className={cn(buttonClass({ variant, dense, square: true }), className)}
    >
      {pending ? <Spinner /> : icon}
    </button>
  );
}

/** Also stops the form: Enter in a field reaches the form as a click on its submit button. */
function swallow(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}
