import { NavTabs } from '#components/ui/nav-tabs.tsx';

const TABS = [
  { href: '/settings/connections', label: 'Connections' },
  { href: '/settings/people', label: 'People' },
  { href: '/settings/policy', label: 'Approvals' },
  { href: '/settings/security', label: 'Security' },
];

export function SettingsTabs({ current }: { current: string }) {
  return (
    <NavTabs className="mb-5" label="Settings" items={TABS.map((tab) => ({ ...tab, active: tab.href === current }))} />
  );
}
