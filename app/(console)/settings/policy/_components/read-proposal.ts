import type { z } from 'zod';
import { parseAmount } from '#lib/domain/money.ts';
import type { ApprovalPolicy, approvalPolicy } from '#lib/domain/policy.ts';

type Proposal = z.input<typeof approvalPolicy>;
type Read = { ok: true; rules: Proposal } | { ok: false; message: string };

/** Reads the form of a proposal; exceptions it does not show stay as they are. */
export function readProposal(form: FormData, exceptions: ApprovalPolicy['exceptions']): Read {
  const typed = (name: string) => String(form.get(name) ?? '').trim();
  const amounts: Record<string, bigint | null> = {};
  for (const [name, label] of [
    ['none', 'No checker up to'],
    ['one', 'One checker up to'],
    ['passkey', 'A passkey is needed above'],
  ] as const) {
    const parsed = typed(name) === '' ? null : parseAmount(typed(name));
    if (parsed && !parsed.ok) return { ok: false, message: `${label}: ${parsed.message}` };
    amounts[name] = parsed?.amountMinor ?? null;
  }
  const { none = null, one = null, passkey = null } = amounts;
  if (passkey === null) return { ok: false, message: 'Say from which amount on a passkey is needed.' };
  const bands: Proposal['bands'] = [];
  if (none !== null) bands.push({ upToMinor: String(none), checkers: 0 });
  if (one !== null) bands.push({ upToMinor: String(one), checkers: 1 });
  bands.push({ upToMinor: null, checkers: 2 });
  const kept = exceptions.filter(({ newBeneficiary }) => newBeneficiary !== true);
  const fresh = form.get('fresh') === 'on' ? [{ newBeneficiary: true, checkers: 1 as const }] : [];
  return {
    ok: true,
    rules: {
      bands,
      exceptions: [...kept, ...fresh],
      passkeyAboveMinor: String(passkey),
      expiryDays: Number(typed('days')),
      coolingOffHours: Number(typed('cooling')),
    },
  };
}
