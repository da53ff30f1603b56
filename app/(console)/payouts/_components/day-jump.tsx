'use client';

import { CalendarDays } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Popover } from '#components/ui/popover.tsx';
import { isCalendarDate } from '#lib/domain/time.ts';

/** Goes to a day in the list without narrowing it; the rows before and after that day are a scroll away. */
export function DayJump({ onJump, isByCreation }: { onJump: (day: string) => void; isByCreation: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const [day, setDay] = useState('');
  const [error, setError] = useState<string>();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isCalendarDate(day)) return setError('Choose a real day.');
    setOpen(false);
    onJump(day);
  };
  return (
    <Popover
      label="Go to a day"
      align="end"
      open={isOpen}
      onOpenChange={(next) => {
        setOpen(next);
        setError(undefined);
      }}
      trigger={
        <Button dense icon={<CalendarDays aria-hidden />}>
          Go to day
        </Button>
      }
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
