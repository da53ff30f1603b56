'use client';

import {
  cloneElement,
  type ComponentProps,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type SyntheticEvent,
  useId,
  useState,
} from 'react';

/** What a panel knows of the button that opens it. */
export interface PanelPlace {
  id: string;
  /** The button: the panel stands beside it and gives the focus back to it. */
  anchor: HTMLElement;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

/**
 * A button and the panel it opens. The panel is there from the moment the button is pointed at or focused, closed at
 * first. Own work and not radix's trigger: with that, all that a panel takes would have to be there before the button.
 */
export function PanelTrigger({
  opens,
  panel,
  children,
}: {
  opens: 'dialog' | 'menu';
  panel: (place: PanelPlace) => ReactNode;
  children: ReactElement<ComponentProps<'button'>>;
}) {
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState(false);
  const meet = (event: SyntheticEvent<HTMLElement>) => setAnchor(event.currentTarget);
  return (
    <>
      {cloneElement(children, {
        id: `${id}-trigger`,
        'aria-haspopup': opens,
        'aria-expanded': open,
        'aria-controls': open ? id : undefined,
        onPointerEnter: meet,
        onFocus: meet,
        onClick(event) {
          meet(event);
          setOpen(!open);
        },
        onKeyDown(event: KeyboardEvent) {
          if (opens !== 'menu' || event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      {anchor && panel({ id, anchor, open, onOpenChange: setOpen })}
    </>
  );
}
