import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Badge } from '#components/ui/badge.tsx';
import { PageHeader } from '#components/ui/page-header.tsx';
import { ToneIcon } from '#components/ui/tone-icon.tsx';
import type { Tone } from '#components/ui/tone.ts';
import { readProtections } from '#lib/audit/read-protections.ts';
import { shown } from '#lib/server/page.ts';
import { processFacts, protectionsOf, type Protection } from '#lib/server/protections.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { SettingsTabs } from '../_components/settings-tabs.tsx';

export const metadata: Metadata = { title: 'Security' };

const STATES: Record<Protection['state'], { tone: Tone; word: string }> = {
  off: { tone: 'danger', word: 'Off' },
  todo: { tone: 'warning', word: 'To do' },
  on: { tone: 'success', word: 'On' },
};
const ORDER = Object.keys(STATES);

/** What no program can do for the people who run it. */
const DUTIES = [
  [
    'Backups',
    'Back up the database and the keys, apart from each other, and try once a quarter to start from them. Without the application key no account number can be read again.',
  ],
  [
    'Keys',
    'Keep a copy of the keys (DATA_DIR/keys, or where you set them) where two people have to agree to reach it. Change them every year, and whenever somebody leaves who knew them: npm run keys:rotate, and with "-- worker" for the worker’s.',
  ],
  [
    'Audit heads',
    'Copy the signed ends of the audit chain to a place that neither the console’s machine nor its admins can change; npm run audit:verify needs them to find what was cut off.',
  ],
  [
    'The machine',
    'Keep system and Node up to date, let nobody sign in who need not, and let only the worker reach the gateway’s hosts.',
  ],
  ['People', 'Look through roles and sessions once a month; switch off on the day somebody leaves.'],
] as const;

export default async function SecurityPage() {
  const ctx = await requirePageCtx('/settings/security');
  const facts = await shown(readProtections(ctx, {}));
  const policy = (await headers()).get('content-security-policy');
  const all = protectionsOf(facts, processFacts(policy)).sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state),
  );
  const isOn = all.filter(({ state }) => state === 'on').length;
  return (
    <>
      <PageHeader title="Settings" meta={`${isOn} of ${all.length} protections are on, as found a moment ago.`} />
      <SettingsTabs current="/settings/security" />
      <div className="grid max-w-[880px] gap-8">
        <ul className="divide-y divide-line border-y border-line">
          {all.map((one) => (
            <ProtectionRow key={one.title} {...one} />
          ))}
        </ul>
        <section aria-labelledby="duties">
          <h2 id="duties" className="mb-2 text-lg font-semibold">
            What is left to you
          </h2>
          <dl className="divide-y divide-line border-y border-line">
            {DUTIES.map(([title, text]) => (
              <div key={title} className="grid gap-x-4 gap-y-0.5 py-3 sm:grid-cols-[8rem_1fr]">
                <dt className="font-medium">{title}</dt>
                <dd className="text-fg-soft">{text}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </>
  );
}

function ProtectionRow({ title, state, text }: Protection) {
  const { tone, word } = STATES[state];
  return (
    <li className="flex gap-3 py-3">
      <ToneIcon tone={tone} className="mt-1" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        <p className="text-fg-soft">{text}</p>
      </div>
      <span className="shrink-0">
        <Badge tone={tone}>{word}</Badge>
      </span>
    </li>
  );
}
