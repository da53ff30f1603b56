import { NavTabs } from '#components/ui/nav-tabs.tsx';

export function SettingsTabs() {
  return (
    <div className="mb-5">
      <NavTabs
        label="Settings"
        items={[
          { href: '/settings/connections', label: 'Connections' },
          { href: '/settings/people', label: 'People' },
        ]}
      />
    </div>
  );
}
