import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { HomePage } from '#renderer/features/home/home-page.tsx';
import { QuickAddLine } from '#renderer/features/quick-add/quick-add-line.tsx';
import { TaskSheet } from '#renderer/features/tasks/panel/lazy-task-sheet.tsx';
import { addressParser, id } from '#renderer/lib/address.ts';

/** A task opens beside the desk, so that the day stays in view. */
const parseSearch = addressParser({ task: id });

export const Route = createFileRoute('/')({ validateSearch: parseSearch, component: Home });

function Home() {
  const { task = null } = Route.useSearch();
  const navigate = useNavigate();
  const open = (taskId: string): void => void navigate({ to: '/', search: { task: taskId } });
  return (
    <>
      <HomePage quickAdd={<QuickAddLine />} activeId={task} onOpenTask={open} />
      <TaskSheet taskId={task} onOpenTask={open} onClose={() => void navigate({ to: '/', search: {} })} />
    </>
  );
}
