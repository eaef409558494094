import { createFileRoute, Outlet, useNavigate, useParams } from '@tanstack/react-router';
import { TasksPage } from '#renderer/features/tasks/tasks-page.tsx';
import { taskSearchSchema } from '#renderer/features/tasks/task-search.ts';

export const Route = createFileRoute('/tasks')({ validateSearch: taskSearchSchema, component: Tasks });

/** The list stays where it is while panels of its tasks open and close beside it. */
function Tasks() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const taskId = useParams({ strict: false, select: (params) => params.taskId ?? null });
  return (
    <>
      <TasksPage
        search={search}
        activeId={taskId}
        onSearchChange={(next) => void navigate({ to: '.', search: next, replace: true })}
        onOpenTask={(id) => void navigate({ to: '/tasks/$taskId', params: { taskId: id }, search })}
      />
      <Outlet />
    </>
  );
}
