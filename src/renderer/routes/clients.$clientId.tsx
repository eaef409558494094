import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { clientIdSchema } from '#shared/contracts/common.ts';
import { NoteSection } from '#renderer/entities/project/note-section.tsx';
import { TaskSection } from '#renderer/entities/project/task-section.tsx';
import { ClientPage } from '#renderer/features/clients/client-page.tsx';

export const Route = createFileRoute('/clients/$clientId')({ component: Client });

/** The client's own facts, and what other parts of the workspace know about them. */
function Client() {
  const { clientId } = Route.useParams();
  const navigate = useNavigate();
  const scope = useMemo(() => ({ clientIds: [clientId] }), [clientId]);
  return (
    <ClientPage
      key={clientId}
      clientId={clientId}
      onGone={() => void navigate({ to: '/clients' })}
      onNewProject={() =>
        void navigate({ to: '/projects', search: { new: true, client: clientIdSchema.parse(clientId) } })
      }
    >
      <TaskSection
        showProject
        scope={scope}
        onOpenTask={(taskId) => void navigate({ to: '/tasks/$taskId', params: { taskId } })}
      />
      <NoteSection clientId={clientId} />
    </ClientPage>
  );
}
