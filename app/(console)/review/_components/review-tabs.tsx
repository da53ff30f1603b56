import { NavTabs } from '#components/ui/nav-tabs.tsx';
import type { ReviewCounts } from '#lib/payouts/review-counts.ts';

export const REVIEW_TABS = ['approvals', 'pending', 'doubts'] as const;

export type ReviewTab = (typeof REVIEW_TABS)[number];

const LABELS: Record<ReviewTab, string> = {
  approvals: 'Approvals',
  pending: 'Pending',
  doubts: 'In doubt and alerts',
};

/** The parts of the review page, each at an address of its own, with how much in it waits for people. */
export function ReviewTabs({ current, counts }: { current: ReviewTab; counts: ReviewCounts }) {
  const waiting: Record<ReviewTab, number> = {
    approvals: counts.approvals + counts.changes,
    pending: counts.corrections,
    doubts: counts.doubts + counts.alerts + counts.held,
  };
  const items = REVIEW_TABS.map((tab) => ({
    href: tab === 'approvals' ? '/review' : `/review?tab=${tab}`,
    label: LABELS[tab],
    count: waiting[tab] || undefined,
    active: tab === current,
  }));
  return <NavTabs className="mb-5" label="Review" items={items} />;
}
