import { createFileRoute, useNavigate, useParams } from '@tanstack/react-router';
import { TaskSheet } from '#renderer/features/tasks/panel/lazy-task-sheet.tsx';
import { parseTaskSearch } from '#renderer/features/tasks/task-search.ts';
import { TasksPage } from '#renderer/features/tasks/tasks-page.tsx';

export const Route = createFileRoute('/tasks')({ validateSearch: parseTaskSearch, component: Tasks });

/** The list stays where it is while panels of its tasks open and close beside it. */
function Tasks() {
  const search = Route.useSearch();
  const navigate = useNavigate();
  const taskId = useParams({ strict: false, select: (params) => params.taskId ?? null });
  const openTask = (id: string): void =>
    void navigate({ to: '/tasks/$taskId', params: { taskId: id }, search });
  return (
    <>
      <TasksPage
        search={search}
        activeId={taskId}
        onSearchChange={(next) => void navigate({ to: '.', search: next, replace: true })}
        onOpenTask={openTask}
      />
      <TaskSheet
        taskId={taskId}
        onOpenTask={openTask}
        onClose={() => void navigate({ to: '/tasks', search })}
      />
    </>
  );
}
