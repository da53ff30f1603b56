import Link from 'next/link';
import type { ComponentProps, ReactNode } from 'react';
import { buttonClass, type ButtonLook } from './button-class.ts';
import { cn } from './cn.ts';

/** A link that looks like a button. With `download` or another origin it is a plain anchor. */
export function ButtonLink({
  href,
  variant,
  dense,
  icon,
  className,
  children,
  ...rest
}: Omit<ComponentProps<'a'>, 'href'> & ButtonLook & { href: string; icon?: ReactNode }) {
  const look = cn(buttonClass({ variant, dense }), className);
  const content = (
    <>
      {icon}
      {children}
    </>
  );
  if (rest.download !== undefined || !href.startsWith('/')) {
    return (
      <a href={href} className={look} {...rest}>
        {content}
      </a>
    );
  }
  return (
    <Link href={href} className={look} {...rest}>
      {content}
    </Link>
  );
}
