import { z } from 'zod';
import type { Manner } from '../domain/outcomes.ts';

type Exchange = 'create' | 'query' | 'any';

/** What is done instead of serving the request. */
export type Deed = 'unauthorised' | '429' | '500' | '503' | 'html_502' | 'html_200' | 'reset' | 'hang' | 'not_found';

interface FaultKind {
  on: Exchange | 'notify' | 'listen';
  story: string;
  /** The request is served as usual, only its answer suffers. */
  manner?: Manner;
  /** The request is not served at all. */
  deed?: Deed;
}

/** Every fault that can be ordered: plain data. */
export const FAULTS = {
  accept_then_timeout: { on: 'create', manner: 'late', story: 'Accepted, answered after delay_ms (45 s).' },
  accept_then_reset: { on: 'create', manner: 'reset', story: 'Accepted, connection reset without an answer.' },
  accept_then_502_html: { on: 'create', manner: 'html_502', story: 'Accepted, answered 502 with HTML.' },
  accept_then_html_200: { on: 'create', manner: 'html_200', story: 'Accepted, answered 200 with HTML.' },
  accept_then_empty_200: { on: 'create', manner: 'empty_200', story: 'Accepted, answered 200 with nothing.' },
  accept_then_truncated: { on: 'create', manner: 'truncated', story: 'Accepted, answered with half of the JSON.' },
  accept_then_wrong_uid: { on: 'create', manner: 'wrong_uid', story: "Accepted, answered with somebody else's uid." },
  accept_then_wrong_transaction: {
    on: 'create',
    manner: 'wrong_transaction',
    story: 'Accepted, answered with another payout.',
  },
  accept_then_drip: { on: 'create', manner: 'drip', story: 'Accepted, answered byte by byte over delay_ms (60 s).' },
  accept_after_notification: {
    on: 'create',
    manner: 'after_notification',
    story: 'Accepted, answered after its notification.',
  },
  accept_after_delay: { on: 'create', story: 'Nothing happens for delay_ms (45 s), then it is accepted and answered.' },
  refuse_before_accept: { on: 'create', deed: '500', story: 'Not accepted, 500.' },
  refuse_502_html: { on: 'create', deed: 'html_502', story: 'Not accepted, 502 with HTML.' },
  reset_before_accept: { on: 'create', deed: 'reset', story: 'Not accepted, connection reset.' },
  timeout_before_accept: {
    on: 'create',
    deed: 'hang',
    story: 'Not accepted, no answer for delay_ms (45 s), then reset.',
  },
  html_200: { on: 'create', deed: 'html_200', story: 'Not accepted, 200 with HTML, as a captive portal answers.' },
  refuse_429: { on: 'create', deed: '429', story: 'Not accepted, 429 with Retry-After: retry_after (1) seconds.' },
  refuse_503: { on: 'create', deed: '503', story: 'Not accepted, 503 with Retry-After: retry_after (1) seconds.' },
  unauthorised: { on: 'any', deed: 'unauthorised', story: '401, as if the credentials were wrong.' },
  query_500: { on: 'query', deed: '500', story: 'A status query gets 500.' },
  query_timeout: { on: 'query', deed: 'hang', story: 'A status query gets nothing for delay_ms (45 s), then a reset.' },
  query_html_200: { on: 'query', deed: 'html_200', story: 'A status query gets 200 with HTML.' },
  query_not_found: { on: 'query', deed: 'not_found', story: 'A status query does not find what was accepted.' },
  drop_webhooks: { on: 'notify', story: 'The next notifications are lost for good.' },
  not_listening: { on: 'listen', story: 'Connections are refused for delay_ms (5 s), beginning now.' },
} as const satisfies Record<string, FaultKind>;

export type FaultName = keyof typeof FAULTS;

/** An order for faults; without `shop`, `option` or `tracking_id` it meets whoever comes next. */
export const newFault = z.strictObject({
  kind: z.enum(Object.keys(FAULTS) as [FaultName, ...FaultName[]]),
  times: z.number().int().min(1).max(1_000_000).default(1),
  shop: z.string().optional(),
  option: z.string().optional(),
  tracking_id: z.string().optional(),
  /** Which requests it meets, where the kind's own choice does not serve. */
  on: z.enum(['create', 'query', 'any']).optional(),
  delay_ms: z.number().int().min(0).max(600_000).optional(),
  retry_after: z.number().int().min(0).max(86_400).optional(),
});

export type NewFault = z.input<typeof newFault>;

export interface ArmedFault extends Omit<z.output<typeof newFault>, 'times' | 'on'> {
  id: number;
  on: FaultKind['on'];
  left: number;
  hits: number;
  manner?: Manner;
  deed?: Deed;
}

/** What a request or notification is about, as far as it is known. */
export interface Target {
  shop: string;
  option: string;
  trackingId: string | null;
}

export type Faults = ReturnType<typeof createFaults>;

/** Keeps the faults that are ordered and gives each out as often as it was asked for, oldest order first. */
export function createFaults() {
  let armed: ArmedFault[] = [];
  let lastId = 0;
  return {
    arm(order: NewFault): ArmedFault {
      const { times, on, ...rest } = newFault.parse(order);
      const kind: FaultKind = FAULTS[rest.kind];
      const fault = {
        ...rest,
        id: (lastId += 1),
        on: on ?? kind.on,
        left: times,
        hits: 0,
        manner: kind.manner,
        deed: kind.deed,
      };
      armed.push(fault);
      return fault;
    },
    take(on: 'create' | 'query' | 'notify', target: Target): ArmedFault | null {
      const fault = armed.find((one) => meets(one, on, target));
      if (!fault) return null;
      fault.left -= 1;
      fault.hits += 1;
      return fault;
    },
    /** All orders, also those used up, so that a test can count what was hit. */
    list: (): readonly ArmedFault[] => armed,
    clear(): void {
      armed = [];
    },
  };
}

function meets(fault: ArmedFault, on: 'create' | 'query' | 'notify', target: Target): boolean {
  if (fault.left <= 0 || !(fault.on === on || (fault.on === 'any' && on !== 'notify'))) return false;
  if (fault.shop !== undefined && fault.shop !== target.shop) return false;
  if (fault.option !== undefined && fault.option !== target.option) return false;
  return fault.tracking_id === undefined || fault.tracking_id === target.trackingId;
}
