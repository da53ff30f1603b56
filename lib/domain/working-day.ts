import { istDate, istDayBounds } from './time.ts';

const DAY_MS = 86_400_000;

/** Gives the end of the next working day in India after an instant; Saturdays and Sundays are none, bank holidays are not known. */
export function nextWorkingDay(at: Date): Date {
  let day = istDayBounds(istDate(at)).to;
  // At midnight in India it is still the day before in UTC: noon tells which day of the week it is.
  while (isWeekend(day)) day = new Date(day.getTime() + DAY_MS);
  return new Date(day.getTime() + DAY_MS);
}

function isWeekend(midnight: Date): boolean {
  const weekday = new Date(midnight.getTime() + DAY_MS / 2).getUTCDay();
  return weekday === 0 || weekday === 6;
}
