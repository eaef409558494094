import { createFileRoute } from '@tanstack/react-router';
import { parseSettingsSearch } from '#renderer/features/settings/settings-search.ts';
import { SettingsPage } from '#renderer/features/settings/settings-page.tsx';

export const Route = createFileRoute('/settings')({
  validateSearch: parseSettingsSearch,
  component: Settings,
});

function Settings() {
  const { section = 'appearance' } = Route.useSearch();
  return <SettingsPage section={section} />;
}
