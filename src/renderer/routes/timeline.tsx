import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { TaskSheet } from '#renderer/features/tasks/panel/lazy-task-sheet.tsx';
import { TimelinePage } from '#renderer/features/timeline/timeline-page.tsx';
import { parseTimelineSearch } from '#renderer/features/timeline/timeline-search.ts';

export const Route = createFileRoute('/timeline')({
  validateSearch: parseTimelineSearch,
  component: TimelineRoute,
});

function TimelineRoute() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const openTask = (task: string | undefined): void =>
    void navigate({ to: '.', search: { ...search, task } });
  return (
    <>
      <TimelinePage
        search={search}
        onSearchChange={(next) => void navigate({ to: '.', search: next, replace: true })}
        onOpenTask={openTask}
        onOpenProject={(projectId) => void navigate({ to: '/projects/$projectId', params: { projectId } })}
      />
      <TaskSheet taskId={search.task ?? null} onOpenTask={openTask} onClose={() => openTask(undefined)} />
    </>
  );
}
