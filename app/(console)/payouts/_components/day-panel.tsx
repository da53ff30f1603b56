'use client';

import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { PanelPlace } from '#components/ui/panel-trigger.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { isCalendarDate } from '#lib/domain/time.ts';

interface DayPanelProps {
  place: PanelPlace;
  onJump: (day: string) => void;
  isByCreation: boolean;
}

/** Asks for the day that is gone to. */
export function DayPanel({ place, onJump, isByCreation }: DayPanelProps) {
  const [day, setDay] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isCalendarDate(day)) return setError('Choose a real day.');
    place.onOpenChange(false);
    onJump(day);
  };
  return (
    <Popover
      {...place}
      label="Go to a day"
      align="end"
      onOpenChange={(next) => {
        place.onOpenChange(next);
        setError(undefined);
      }}
    >
      <form onSubmit={submit} noValidate className="grid gap-3">
        <Field
          label="Day (IST)"
          hint={isByCreation ? undefined : 'The list is then ordered by creation.'}
          error={error}
        >
          <Input dense type="date" autoFocus value={day} onChange={(event) => setDay(event.target.value)} />
        </Field>
        <span className="flex justify-end">
          <Button type="submit" dense variant="primary">
            Go
          </Button>
        </span>
      </form>
    </Popover>
  );
}
