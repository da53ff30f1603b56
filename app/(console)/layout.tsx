import {
  ArrowUpRight,
  BookOpen,
  Download,
  FileSpreadsheet,
  FlaskConical,
  Inbox,
  ScrollText,
  Settings,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { AppFrame } from '#components/shell/app-frame.tsx';
import type { Destination } from '#components/shell/palette.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { listPayableConnections } from '#lib/connections/list-payable-connections.ts';
import { mayCall, type Role } from '#lib/domain/access.ts';
import { writeFilter } from '#lib/domain/filter.ts';
import { PRESET_KEYS, PRESETS } from '#lib/domain/preset.ts';
import { countReview } from '#lib/payouts/count-review.ts';
import { maybeCtx, type MemberCtx } from '#lib/server/session.ts';
import { listViews } from '#lib/views/list-views.ts';
import { Account } from './_components/account.tsx';
import { PaletteButton } from './_components/palette-button.tsx';
import { ReviewCount } from './_components/review-count.tsx';

const PAYOUTS = { label: 'Payouts', icon: <ArrowUpRight aria-hidden /> };
const BATCHES = { href: '/batches', label: 'Batches', icon: <FileSpreadsheet aria-hidden /> };
const RECIPIENTS = { href: '/recipients', label: 'Recipients', icon: <Users aria-hidden /> };
const REVIEW = { href: '/review', label: 'Review', icon: <Inbox aria-hidden /> };
const EXPORTS = { href: '/exports', label: 'Exports', icon: <Download aria-hidden /> };
const OPTIONS = { href: '/options', label: 'Options', icon: <BookOpen aria-hidden /> };
const SANDBOX = { href: '/sandbox', label: 'Sandbox', icon: <FlaskConical aria-hidden /> };
const AUDIT = { href: '/audit', label: 'Audit', icon: <ScrollText aria-hidden /> };
const SETTINGS = { href: '/settings', label: 'Settings', icon: <Settings aria-hidden /> };

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const ctx = await maybeCtx();
  // Every page asks for its own session and knows its address: it is the page that leads to the sign-in and back.
  if (!ctx) return children;
  const { name, email, role } = ctx.actor;
  const [waiting, connections, home] = await Promise.all([
    countReview(ctx, {}),
    listPayableConnections(ctx, {}),
    beginningOf(ctx),
  ]);
  const hasSandbox = connections.some(({ isSandbox }) => isSandbox);
  const items = [
    { ...PAYOUTS, href: home },
    BATCHES,
    RECIPIENTS,
    { ...REVIEW, count: <ReviewCount initial={waiting} /> },
    EXPORTS,
    OPTIONS,
    ...(hasSandbox ? [SANDBOX] : []),
  ];
  const lower = [
    ...(mayCall(role, 'list-audit') ? [AUDIT] : []),
    ...(mayCall(role, 'list-connections') ? [SETTINGS] : []),
  ];
  const pages = [...items, ...lower].map(({ href, label }) => ({ href, label }));
  return (
    <AppFrame
      home={home}
      items={items}
      lower={lower}
      palette={<PaletteButton pages={pages} deeds={deedsOf(role)} />}
      environment={ctx.isLive ? <Badge tone="warning">Live</Badge> : <Badge tone="info">Test</Badge>}
      account={<Account name={name} email={email} role={capital(role)} />}
    >
      {children}
    </AppFrame>
  );
}

/** The list as this person wants to begin with it. */
async function beginningOf(ctx: MemberCtx): Promise<string> {
  const search = (await listViews(ctx, {})).find(({ isDefault }) => isDefault)?.search;
  return search ? `/payouts?${search}` : '/payouts';
}

/** What this role may begin from anywhere. */
const deedsOf = (role: Role): Destination[] => [
  ...(mayCall(role, 'create-payout') ? [{ href: '/payouts/new', label: 'New payout' }] : []),
  ...(mayCall(role, 'upload-batch') ? [{ href: '/batches/new', label: 'Upload a file of payouts' }] : []),
  ...(mayCall(role, 'save-connection') ? [{ href: '/settings/connections/new', label: 'Add a connection' }] : []),
  ...(mayCall(role, 'invite-person') ? [{ href: '/settings/people', label: 'Invite a person' }] : []),
  ...PRESET_KEYS.filter((key) => key !== 'all').map((key) => ({
    href: `/payouts?${writeFilter(PRESETS[key].filter)}`,
    label: `Payouts: ${PRESETS[key].label.toLowerCase()}`,
  })),
  { href: '/settings/account', label: 'Account and second factor' },
];

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
