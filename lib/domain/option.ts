import type { Field } from './field.ts';
import type { DayWindow } from './time.ts';

export interface AmountRule {
  minMinor?: bigint;
  maxMinor?: bigint;
  multipleOfMinor?: bigint;
}

/** What the option page's response example shows beyond the common fields; the sandbox answers alike. */
export interface AnswerShape {
  gatewayId: number;
  echoesMethod: boolean;
  refId: 'random' | 'uid' | 'absent';
  message: string;
  bankCode?: string;
}

/** One integration option: plain data. Nothing on the wire names it; the shop's credentials decide it. */
export interface Option {
  /** What its payouts are like, for people who choose. */
  summary: string;
  fields: readonly Field[];
  amount?: AmountRule;
  /** Advice of the provider, never a block. */
  quietHours?: DayWindow;
  /** Operations the option page documents; the status query works on the whole platform (api.md 3.3). */
  operations: readonly ('payout' | 'status_query')[];
  answer: AnswerShape;
  /** Where the rules stand. */
  source: string;
}
