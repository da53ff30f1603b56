import Link from 'next/link';
import { FieldValue } from '#components/field/field-value.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { DescriptionList, DescriptionRow } from '#components/ui/description-list.tsx';
import { Time } from '#components/ui/time.tsx';
import { CATALOG } from '#lib/domain/catalog.ts';
import { kindOf, type KindName } from '#lib/domain/field.ts';
import { fieldsOf } from '#lib/domain/instruction.ts';
import { isFinal, STATE_WORDS } from '#lib/domain/payout.ts';
import type { PayoutView } from '#lib/payouts/read-payout.ts';
import { Receipt } from './receipt.tsx';
import { RevealAccount } from './reveal-account.tsx';

const LINK = 'rounded-sm text-accent-ink underline-offset-2 hover:underline';

/** Everything stated about a payout, by us and by the gateway. */
export function Facts({ payout, mayReveal }: { payout: PayoutView; mayReveal: boolean }) {
  return (
    <div className="grid content-start gap-8">
      <Section title="Beneficiary">
        <DescriptionRow term="Name">{payout.beneficiary}</DescriptionRow>
        <DescriptionRow term="Account number" mono>
          {mayReveal ? <RevealAccount payoutId={payout.id} masked={payout.account} /> : payout.account}
        </DescriptionRow>
        <DescriptionRow term="Bank by IFSC">{payout.bank ?? 'Not in our list'}</DescriptionRow>
        <DescriptionRow term="IFSC" mono copy={payout.ifsc}>
          {payout.ifsc}
        </DescriptionRow>
        <OtherFields payout={payout} />
      </Section>
      <References payout={payout} />
      <Making payout={payout} />
    </div>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <h2 className="mb-1 text-lg font-semibold">{title}</h2>
      <DescriptionList className="border-t border-line">{children}</DescriptionList>
    </section>
  );
}

function References({ payout }: { payout: PayoutView }) {
  const { reference, uid, trackingId, requestId, receiptUrl, gatewayWord, gatewayMessage, gatewayCode } = payout;
  const none = <span className="text-fg-faint">{isFinal(payout.state) ? 'None' : 'None yet'}</span>;
  const says = [gatewayWord, gatewayMessage, gatewayCode && `code ${gatewayCode}`].filter(Boolean).join(' · ');
  return (
    <Section title="References">
      <DescriptionRow term="UTR or reference" mono={reference !== null} copy={reference ?? undefined}>
        {reference ?? none}
      </DescriptionRow>
      <DescriptionRow term="Uid at the gateway" mono={uid !== null} copy={uid ?? undefined}>
        {uid ?? none}
      </DescriptionRow>
      <DescriptionRow term="Tracking id" mono copy={trackingId}>
        {trackingId}
      </DescriptionRow>
      <DescriptionRow term="RequestID" mono copy={requestId}>
        {requestId}
      </DescriptionRow>
      <DescriptionRow term="Receipt">{receiptUrl ? <Receipt url={receiptUrl} /> : none}</DescriptionRow>
      <DescriptionRow term="Gateway says">{says || none}</DescriptionRow>
      {payout.correctedFrom && (
        <DescriptionRow term="Corrected">
          From {STATE_WORDS[payout.correctedFrom].label.toLowerCase()}
          {payout.manuallyCorrectedAt && (
            <>
              , at the gateway on <Time value={payout.manuallyCorrectedAt} />
            </>
          )}
        </DescriptionRow>
      )}
    </Section>
  );
}

function Making({ payout }: { payout: PayoutView }) {
  const { option, connection, description, test, maker, createdAt, acknowledged } = payout;
  return (
    <Section title="Instruction">
      <DescriptionRow term="Description">{description}</DescriptionRow>
      <DescriptionRow term="Option">
        <Link href={`/options/${option}`} className={LINK}>
          {option}
        </Link>
      </DescriptionRow>
      <DescriptionRow term="Connection">
        <span className="inline-flex flex-wrap items-center gap-2">
          {connection.name}
          {connection.isSandbox && <Badge>Sandbox</Badge>}
        </span>
      </DescriptionRow>
      <DescriptionRow term="Kind">{test ? 'Test: no money moves' : 'Live'}</DescriptionRow>
      <DescriptionRow term="Maker">{maker}</DescriptionRow>
      <DescriptionRow term="Made">
        <Time value={createdAt} relative />
      </DescriptionRow>
      {acknowledged.length > 0 && (
        <DescriptionRow term="Confirmed by tick">
          <ul>
            {acknowledged.map((key) => (
              <li key={key}>{tickWords(option, key)}</li>
            ))}
          </ul>
        </DescriptionRow>
      )}
    </Section>
  );
}

/** `method.ifsc_code:ifsc_shape` is said as "IFSC: ifsc shape". */
function tickWords(option: string, key: string): string {
  const [path = '', code = ''] = key.split(':');
  const known = CATALOG[option];
  const field = known && fieldsOf(known).find((one) => one.path === path);
  const words = code.replaceAll('_', ' ');
  return field ? `${kindOf(field).label}: ${words}` : words.charAt(0).toUpperCase() + words.slice(1);
}

/** These have rows of their own. */
const SHOWN = new Set<KindName>(['account', 'ifsc', 'amount', 'flag', 'text', 'trackingId']);

function OtherFields({ payout: { option, values, beneficiary } }: { payout: PayoutView }) {
  const known = CATALOG[option];
  const given = known ? fieldsOf(known).filter(({ kind, path }) => !SHOWN.has(kind) && values[path]) : [];
  // A name that only repeats the beneficiary's is not said again.
  const nameOf = (kinds: KindName[]) => given.filter(({ kind }) => kinds.includes(kind));
  const repeated = [nameOf(['holderName']), nameOf(['firstName', 'lastName'])].filter(
    (fields) => fields.map(({ path }) => values[path]).join(' ') === beneficiary,
  );
  return given
    .filter((field) => !repeated.flat().includes(field))
    .map((field) => (
      <DescriptionRow key={field.path} term={kindOf(field).label}>
        <FieldValue field={field} value={values[field.path] ?? ''} />
      </DescriptionRow>
    ));
}
