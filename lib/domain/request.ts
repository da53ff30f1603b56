import { fieldsOf, splitPath, type Instruction } from './instruction.ts';
import { fromWire, toWire } from './money.ts';
import type { Option } from './option.ts';

/** What the console adds to every request by itself. */
export interface RequestExtras {
  trackingId?: string;
  notificationUrl?: string;
}

export type WireRequest = { request: Record<string, unknown> };

/**
 * Builds the gateway's request body for an instruction (api.md 2, 3): only fields the option declares,
 * amounts in paise, empty ones left out.
 */
export function toRequest(option: Option, instruction: Instruction, extras: RequestExtras = {}): WireRequest {
  const request: Record<string, unknown> = {
    amount: toWire(instruction.amountMinor),
    currency: 'INR',
    test: instruction.test,
    method: { type: 'imps' },
  };
  for (const field of fieldsOf(option)) {
    const value = instruction.values[field.path];
    if (value !== undefined) place(request, field.path, value);
  }
  if (extras.trackingId) request.tracking_id = extras.trackingId;
  if (extras.notificationUrl) request.notification_url = extras.notificationUrl;
  return { request };
}

function place(request: Record<string, unknown>, path: string, value: string): void {
  const [group, key] = splitPath(path);
  if (group === null) request[key] = value;
  else request[group] = { ...(request[group] as Record<string, unknown> | undefined), [key]: value };
}

/** The inverse of `toRequest`: reads an instruction back from a request body of this option. */
export function fromRequest(code: string, option: Option, body: WireRequest): Instruction {
  const values: Record<string, string> = {};
  for (const field of fieldsOf(option)) {
    if (field.kind === 'amount' || field.kind === 'flag') continue;
    const value = lookUp(body.request, field.path);
    if (typeof value === 'string') values[field.path] = value;
  }
  return {
    option: code,
    amountMinor: fromWire(body.request.amount as number),
    test: body.request.test === true,
    values,
  };
}

/** Reads the value at a field's path; undefined when there is none. */
export function lookUp(request: Record<string, unknown>, path: string): unknown {
  const [group, key] = splitPath(path);
  if (group === null) return request[key];
  const section = request[group];
  return section && typeof section === 'object' ? (section as Record<string, unknown>)[key] : undefined;
}
