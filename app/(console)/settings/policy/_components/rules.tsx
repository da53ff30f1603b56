import { formatAmount } from '#lib/domain/money.ts';
import { describePolicy, type ApprovalPolicy } from '#lib/domain/policy.ts';

/** A policy in sentences. */
export function Rules({ rules }: { rules: ApprovalPolicy }) {
  const { passkeyAboveMinor, expiryDays, coolingOffHours, exceptions } = rules;
  return (
    <ul className="list-disc space-y-1 pl-5">
      {describePolicy(rules).map((line) => (
        <li key={line}>{line}</li>
      ))}
      {exceptions.map((rule, index) => (
        <li key={index}>
          {conditionOf(rule)}: at least {rule.checkers === 1 ? 'one checker' : 'two checkers'}.
        </li>
      ))}
      <li>Above {formatAmount(passkeyAboveMinor)} an approval takes a passkey; below, any fresh second factor.</li>
      <li>
        A request that nobody answers goes back to its maker after {expiryDays === 1 ? 'a day' : `${expiryDays} days`}.
      </li>
      <li>
        A recipient&rsquo;s changed account, once a checker confirmed it, is paid to after{' '}
        {coolingOffHours === 1 ? 'an hour' : `${coolingOffHours} hours`}.
      </li>
    </ul>
  );
}

function conditionOf({ option, connectionId, newBeneficiary, batch }: ApprovalPolicy['exceptions'][number]): string {
  const conditions = [
    newBeneficiary === undefined
      ? null
      : newBeneficiary
        ? 'to an account never paid before'
        : 'to an account paid before',
    option === undefined ? null : `by option ${option}`,
    connectionId === undefined ? null : 'through one connection',
    batch === undefined ? null : batch ? 'in a batch' : 'not in a batch',
  ].filter((one) => one !== null);
  const words = conditions.join(', ') || 'always';
  return words.charAt(0).toUpperCase() + words.slice(1);
}
