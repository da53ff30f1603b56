'use client';

import { Check } from 'lucide-react';
// The menu itself: the dropdown around it insists on rendering the button.
import { Menu as Radix } from 'radix-ui/internal';
import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import type { PanelPlace } from './panel-trigger.tsx';
import { usePanelFocus } from './use-panel-focus.ts';

export type DropdownMenuProps = PanelPlace & {
  side?: 'top' | 'bottom' | 'left' | 'right';
  className?: string;
  children: ReactNode;
};

const ITEM =
  'flex min-h-8 w-full select-none items-center gap-2 rounded-sm px-2 py-1 text-base outline-none data-highlighted:bg-hover data-disabled:cursor-not-allowed data-disabled:opacity-55 [&_svg]:size-4 [&_svg]:shrink-0';

/** A list of commands beside the button of a `PanelTrigger`. */
export function DropdownMenu({ id, anchor, side, className, children, ...state }: DropdownMenuProps) {
  const focus = usePanelFocus(anchor);
  return (
    <Radix.Root modal={false} {...state}>
      <Radix.Anchor virtualRef={{ current: anchor }} />
      <Radix.Portal>
        <Radix.Content
          id={id}
          aria-labelledby={anchor.id}
          align="start"
          side={side}
          sideOffset={4}
          collisionPadding={8}
          {...focus}
          className={cn(
            'z-50 min-w-48 max-w-[calc(100vw-1rem)] animate-float-in rounded border border-line bg-raised p-1 shadow-float outline-none',
            className,
          )}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** One command. */
export function MenuItem({
  icon,
  danger = false,
  disabled,
  onSelect,
  shortcut,
  children,
}: {
  icon?: ReactNode;
  danger?: boolean;
  disabled?: boolean;
  onSelect?: (event: Event) => void;
  shortcut?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Radix.Item disabled={disabled} onSelect={onSelect} className={cn(ITEM, danger && 'text-danger-fg')}>
      {icon}
      <span className="flex-1">{children}</span>
      {shortcut}
    </Radix.Item>
  );
}

/** A link among the commands: `<MenuLink><Link href="…">Open</Link></MenuLink>`. */
export function MenuLink({ children }: { children: ReactNode }) {
  return (
    <Radix.Item asChild className={ITEM}>
      {children}
    </Radix.Item>
  );
}

export function MenuRadioGroup<V extends string>({
  value,
  onValueChange,
  options,
}: {
  value: V;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode; icon?: ReactNode }[];
}) {
  return (
    <Radix.RadioGroup value={value} onValueChange={(next) => onValueChange(next as V)}>
      {options.map((option) => (
        <Radix.RadioItem key={option.value} value={option.value} className={cn(ITEM, 'relative pl-7')}>
          <Radix.ItemIndicator className="absolute left-2">
            <Check aria-hidden />
          </Radix.ItemIndicator>
          <span className="flex-1">{option.label}</span>
          {option.icon}
        </Radix.RadioItem>
      ))}
    </Radix.RadioGroup>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <Radix.Label className="px-2 pb-1 pt-1.5 text-xs font-medium text-fg-faint">{children}</Radix.Label>;
}

export function MenuSeparator() {
  return <Radix.Separator className="-mx-1 my-1 h-px bg-line" />;
}
