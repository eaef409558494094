import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { z } from 'zod';
import { taskIdSchema } from '#shared/contracts/common.ts';
import { HomePage } from '#renderer/features/home/home-page.tsx';
import { QuickAddLine } from '#renderer/features/quick-add/quick-add-line.tsx';
import { TaskSheet } from '#renderer/features/tasks/panel/task-sheet.tsx';

/** A task opens beside the desk, so that the day stays in view. */
const searchSchema = z.object({ task: taskIdSchema.optional().catch(undefined) });

export const Route = createFileRoute('/')({ validateSearch: searchSchema, component: Home });

function Home() {
  const { task = null } = Route.useSearch();
  const navigate = useNavigate();
  const open = (id: string): void => void navigate({ to: '/', search: { task: taskIdSchema.parse(id) } });
  return (
    <>
      <HomePage quickAdd={<QuickAddLine />} activeId={task} onOpenTask={open} />
      <TaskSheet taskId={task} onOpenTask={open} onClose={() => void navigate({ to: '/', search: {} })} />
    </>
  );
}
