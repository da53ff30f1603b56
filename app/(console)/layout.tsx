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
import { Badge } from '#components/ui/badge.tsx';
import { listPayableConnections } from '#lib/connections/list-payable-connections.ts';
import { mayCall } from '#lib/domain/access.ts';
import { countReview } from '#lib/payouts/count-review.ts';
import { maybeCtx } from '#lib/server/session.ts';
import { Account } from './_components/account.tsx';
import { ReviewCount } from './_components/review-count.tsx';

const PAYOUTS = { href: '/payouts', label: 'Payouts', icon: <ArrowUpRight aria-hidden /> };
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
  const [waiting, connections] = await Promise.all([countReview(ctx, {}), listPayableConnections(ctx, {})]);
  const hasSandbox = connections.some(({ isSandbox }) => isSandbox);
  return (
    <AppFrame
      home="/payouts"
      items={[
        PAYOUTS,
        BATCHES,
        RECIPIENTS,
        { ...REVIEW, count: <ReviewCount initial={waiting} /> },
        EXPORTS,
        OPTIONS,
        ...(hasSandbox ? [SANDBOX] : []),
      ]}
      lower={[
        ...(mayCall(role, 'list-audit') ? [AUDIT] : []),
        ...(mayCall(role, 'list-connections') ? [SETTINGS] : []),
      ]}
      environment={ctx.isLive ? <Badge tone="warning">Live</Badge> : <Badge tone="info">Test</Badge>}
      account={<Account name={name} email={email} role={capital(role)} />}
    >
      {children}
    </AppFrame>
  );
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
