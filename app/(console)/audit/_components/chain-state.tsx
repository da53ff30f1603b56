import { CopyButton } from '#components/ui/copy-button.tsx';
import { Disclosure } from '#components/ui/disclosure.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Time } from '#components/ui/time.tsx';
import type { AuditState } from '#lib/audit/read-audit-head.ts';

/** Whether the chain was found whole when it was verified last, by which key its end is signed, and how to check that. */
export function ChainState({ state, publicKey }: { state: AuditState; publicKey?: string }) {
  return (
    <section aria-label="The audit chain">
      <Found state={state} />
      <Disclosure summary="How to verify it yourself" className="mt-1">
        <div className="grid max-w-3xl gap-2 pb-2 text-sm text-fg-soft">
          <p>
            Each row is linked to the one before by a SHA-256 hash, in the order in which rows were sealed. Every hour
            the worker verifies the whole chain and signs its end. It writes each signed head to the folder{' '}
            <code className="font-mono text-xs">audit-heads</code> of its data: keep those files elsewhere, out of reach
            of whoever runs the database.
          </p>
          <p>Export the chain, and check it on another machine with the public key and a head that you kept:</p>
          <Command text={`npm run audit:verify -- FILE --key ${publicKey ?? 'PUBLIC'} --head HEADFILE`} />
          {publicKey ? (
            <p className="flex flex-wrap items-center gap-1">
              Public key of this console: <code className="break-all font-mono text-xs text-fg">{publicKey}</code>
              <CopyButton value={publicKey} label="Copy the public key" />
            </p>
          ) : (
            <p>This process was not told the public key (AUDIT_PUBLIC_KEY).</p>
          )}
        </div>
      </Disclosure>
    </section>
  );
}

function Found({ state: { end, check, head } }: { state: AuditState }) {
  const signed = head ? (
    <>
      Signed up to link {head.seq} at <Time value={head.signedAt} precision="minute" />.
    </>
  ) : (
    'Its end is not signed yet.'
  );
  if (check?.brokenAt) {
    return (
      <Notice tone="danger" title={`The chain is broken at link ${check.brokenAt}`}>
        Found at <Time value={check.at} />: {check.problem}. {signed} Export the chain now, keep it with the signed
        heads, and find out who has the rights of the database’s owner.
      </Notice>
    );
  }
  if (!check) {
    return (
      <Notice tone="info" title="The chain was not verified yet">
        {end.seq === '0' ? 'No row is sealed yet.' : `It has ${end.seq} links.`} The worker verifies it when it starts
        and every hour.
      </Notice>
    );
  }
  return (
    <Notice tone="success" title={`The chain is whole up to link ${check.seq}`}>
      Verified at <Time value={check.at} precision="minute" relative />. {signed} The last link is {end.seq}.
    </Notice>
  );
}

function Command({ text }: { text: string }) {
  return (
    <p className="flex items-start gap-1">
      <code className="min-w-0 break-all rounded bg-sunken px-2 py-1 font-mono text-xs text-fg">{text}</code>
      <CopyButton value={text} label="Copy the command" />
    </p>
  );
}
