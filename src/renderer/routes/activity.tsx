import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { ActivityLogPage } from '#renderer/features/activity-log/activity-log-page.tsx';
import { parseActivityLogSearch } from '#renderer/features/activity-log/activity-log-search.ts';

export const Route = createFileRoute('/activity')({
  validateSearch: parseActivityLogSearch,
  component: Activity,
});

function Activity() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <ActivityLogPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/activity', search: next, replace: true })}
    />
  );
}
