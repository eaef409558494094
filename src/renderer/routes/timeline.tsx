import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { TimelinePage } from '#renderer/features/timeline/timeline-page.tsx';
import { timelineSearchSchema } from '#renderer/features/timeline/timeline-search.ts';

export const Route = createFileRoute('/timeline')({
  validateSearch: timelineSearchSchema,
  component: TimelineRoute,
});

function TimelineRoute() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  return (
    <TimelinePage
      search={search}
      onSearchChange={(next) => void navigate({ to: '.', search: next, replace: true })}
      onOpenTask={(taskId) => void navigate({ to: '/tasks/$taskId', params: { taskId } })}
      onOpenProject={(projectId) => void navigate({ to: '/projects/$projectId', params: { projectId } })}
    />
  );
}
