'use client';

import { CalendarDays } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { PanelTrigger } from '#components/ui/panel-trigger.tsx';

const DayPanel = onDemand(() => import('./day-panel.tsx').then((module) => module.DayPanel));

/** Goes to a day in the list without narrowing it; the rows before and after that day are a scroll away. */
export function DayJump(props: { onJump: (day: string) => void; isByCreation: boolean }) {
  return (
    <PanelTrigger opens="dialog" panel={(place) => <DayPanel place={place} {...props} />}>
      <Button dense icon={<CalendarDays aria-hidden />}>
        Go to day
      </Button>
    </PanelTrigger>
  );
}
