import { cva, type VariantProps } from 'class-variance-authority';

/** The look shared by what is pressed (Button) and what is followed (ButtonLink). */
export const buttonClass = cva(
  'relative inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded border font-medium transition-colors aria-disabled:cursor-not-allowed aria-disabled:not-aria-busy:opacity-55 disabled:cursor-not-allowed disabled:opacity-55 aria-busy:cursor-progress [&_svg]:size-4 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent not-disabled:not-aria-disabled:hover:bg-accent-hover',
        secondary: 'border-line-mid bg-surface text-fg not-disabled:not-aria-disabled:hover:bg-hover',
        ghost:
          'border-transparent bg-transparent text-fg-soft not-disabled:not-aria-disabled:hover:bg-hover not-disabled:not-aria-disabled:hover:text-fg',
        danger:
          'border-transparent bg-danger-solid text-on-accent not-disabled:not-aria-disabled:hover:bg-danger-solid-hover',
      },
      dense: { true: 'h-7 text-sm', false: 'h-9 text-base' },
      square: { true: '', false: '' },
    },
    compoundVariants: [
      { square: true, dense: true, class: 'w-7' },
      { square: true, dense: false, class: 'w-9' },
      { square: false, dense: true, class: 'px-2.5' },
      { square: false, dense: false, class: 'px-3.5' },
    ],
    defaultVariants: { variant: 'secondary', dense: false, square: false },
  },
);

export type ButtonLook = Pick<VariantProps<typeof buttonClass>, 'variant' | 'dense'>;
