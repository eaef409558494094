import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { ActivityPage } from '#renderer/features/jobs/activity-page.tsx';
import { parseActivitySearch } from '#renderer/features/jobs/activity-search.ts';

export const Route = createFileRoute('/activity')({
  validateSearch: parseActivitySearch,
  component: Activity,
});

function Activity() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <ActivityPage
      search={search}
      onSearchChange={(next) => void navigate({ to: '/activity', search: next, replace: true })}
    />
  );
}
