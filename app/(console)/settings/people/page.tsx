import type { Metadata } from 'next';
import { PageHeader } from '#components/ui/page-header.tsx';
import { Time } from '#components/ui/time.tsx';
import { mayCall } from '#lib/domain/access.ts';
import { listPeople } from '#lib/people/list-people.ts';
import { shown } from '#lib/server/page.ts';
import { requirePageCtx } from '#lib/server/session.ts';
import { SettingsTabs } from '../_components/settings-tabs.tsx';
import { InvitePerson } from './_components/invite-person.tsx';
import { PersonRow } from './_components/person-row.tsx';

export const metadata: Metadata = { title: 'People' };

const HEAD = 'h-8 whitespace-nowrap px-3 text-left text-xs font-medium text-fg-soft';

export default async function PeoplePage() {
  const ctx = await requirePageCtx('/settings/people');
  const { people, invitations } = await shown(listPeople(ctx, {}));
  const mayChange = mayCall(ctx.actor.role, 'change-person');
  return (
    <>
      <PageHeader title="Settings" action={mayChange && <InvitePerson />} />
      <SettingsTabs current="/settings/people" />
      <div className="overflow-x-auto rounded border border-line" tabIndex={0} role="region" aria-label="People">
        <table className="w-full text-sm max-md:block">
          <thead className="border-b border-line bg-sunken max-md:sr-only">
            <tr>
              {['Name', 'E-mail', 'Role', 'Account'].map((title) => (
                <th key={title} scope="col" className={HEAD}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line max-md:block">
            {people.map((person) => (
              <PersonRow
                key={person.id}
                person={person}
                mayChange={mayChange && person.id !== ctx.actor.id}
                isSelf={person.id === ctx.actor.id}
              />
            ))}
          </tbody>
        </table>
      </div>
      {invitations.length > 0 && <Invitations invitations={invitations} />}
    </>
  );
}

function Invitations({ invitations }: { invitations: Awaited<ReturnType<typeof listPeople>>['invitations'] }) {
  return (
    <section aria-labelledby="invited" className="mt-8">
      <h2 id="invited" className="mb-2 text-lg font-semibold">
        Invited
      </h2>
      <ul className="divide-y divide-line rounded border border-line text-sm">
        {invitations.map(({ id, name, email, role, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-3 py-2">
            <span className="font-medium">{name}</span>
            <span className="text-fg-soft">{email}</span>
            <span>{role}</span>
            <span className="text-fg-faint sm:ml-auto">
              The link works until <Time value={expiresAt} precision="minute" />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
