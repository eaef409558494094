import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { NoteSection } from '#renderer/entities/project/note-section.tsx';
import { parseOpenTask } from '#renderer/entities/project/open-task-search.ts';
import { TaskSection } from '#renderer/entities/project/task-section.tsx';
import { CheckpointsPanel } from '#renderer/features/checkpoints/checkpoints-panel.tsx';
import { ProjectPage } from '#renderer/features/projects/project-page.tsx';
import { TaskSheet } from '#renderer/features/tasks/panel/lazy-task-sheet.tsx';
import { useShellActions } from '#renderer/lib/shell-actions.tsx';

export const Route = createFileRoute('/projects/$projectId')({
  validateSearch: parseOpenTask,
  component: Project,
});

/** The project's own facts, and what other parts of the workspace know about it. */
function Project() {
  const { projectId } = Route.useParams();
  const navigate = useNavigate();
  const { task } = Route.useSearch();
  const openTask = (id: string | undefined): void =>
    void navigate({ to: '.', search: { task: id }, replace: task !== undefined });
  const { openQuickAdd } = useShellActions();
  const scope = useMemo(() => ({ projectIds: [projectId] }), [projectId]);
  return (
    <ProjectPage key={projectId} projectId={projectId} onGone={() => void navigate({ to: '/projects' })}>
      {() => (
        <>
          <TaskSection
            scope={scope}
            showProject={false}
            activeId={task}
            onOpenTask={openTask}
            onAdd={() => openQuickAdd({ projectId })}
          />
          <CheckpointsPanel projectId={projectId} />
          <NoteSection projectId={projectId} />
          <TaskSheet taskId={task ?? null} onOpenTask={openTask} onClose={() => openTask(undefined)} />
        </>
      )}
    </ProjectPage>
  );
}
