import { connection } from '../db/connection-schema.ts';
import { person } from '../db/people-schema.ts';
import { payout } from '../db/schema.ts';

/** What a row of the list shows, from `payout` joined with its connection and its maker. */
export const PAYOUT_ROW = {
  id: payout.id,
  createdAt: payout.createdAt,
  state: payout.state,
  beneficiary: payout.beneficiary,
  accountLast4: payout.accountLast4,
  ifsc: payout.ifsc,
  bank: payout.bank,
  amountMinor: payout.amountMinor,
  option: payout.option,
  connection: connection.name,
  isTest: payout.test,
  description: payout.description,
  trackingId: payout.trackingId,
  uid: payout.uid,
  reference: payout.reference,
  stateAt: payout.stateAt,
  finalAt: payout.finalAt,
  maker: person.name,
  batchId: payout.batchId,
  correctedAt: payout.manuallyCorrectedAt,
};
