import { bigint, customType, timestamp } from 'drizzle-orm/pg-core';

/** Bytes, as a Buffer. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });

/** An instant, as a Date. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** Integer paise, as a bigint. */
export const paise = (name: string) => bigint(name, { mode: 'bigint' });
