import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { NoteSection } from '#renderer/entities/project/note-section.tsx';
import { parseOpenTask } from '#renderer/entities/project/open-task-search.ts';
import { TaskSection } from '#renderer/entities/project/task-section.tsx';
import { ClientPage } from '#renderer/features/clients/client-page.tsx';
import { TaskSheet } from '#renderer/features/tasks/panel/lazy-task-sheet.tsx';

export const Route = createFileRoute('/clients/$clientId')({
  validateSearch: parseOpenTask,
  component: Client,
});

/** The client's own facts, and what other parts of the workspace know about them. */
function Client() {
  const { clientId } = Route.useParams();
  const navigate = useNavigate();
  const { task } = Route.useSearch();
  const openTask = (id: string | undefined): void =>
    void navigate({ to: '.', search: { task: id }, replace: task !== undefined });
  const scope = useMemo(() => ({ clientIds: [clientId] }), [clientId]);
  return (
    <ClientPage
      key={clientId}
      clientId={clientId}
      onGone={() => void navigate({ to: '/clients' })}
      onNewProject={() => void navigate({ to: '/projects', search: { new: true, client: clientId } })}
    >
      <TaskSection showProject scope={scope} activeId={task} onOpenTask={openTask} />
      <NoteSection clientId={clientId} />
      <TaskSheet taskId={task ?? null} onOpenTask={openTask} onClose={() => openTask(undefined)} />
    </ClientPage>
  );
}
