import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { lazyPart } from '#renderer/lib/lazy-part.tsx';
import { whenSettled } from '#renderer/lib/when-settled.ts';
import type { TaskSheetProps } from './task-sheet.tsx';

const Sheet = lazyPart(async () => (await import('./task-sheet.tsx')).TaskSheet);

/** The panel of a task for a page whose first paint does not wait for it. */
export function TaskSheet(props: TaskSheetProps) {
  const queryClient = useQueryClient();
  const [wasOpened, setOpened] = useState(props.taskId !== null);
  if (props.taskId !== null && !wasOpened) setOpened(true);
  useEffect(() => {
    const preload = (): void => void Sheet.preload().catch(() => undefined);
    return whenSettled(() => queryClient.isFetching() > 0, preload);
  }, [queryClient]);
  return wasOpened && <Sheet {...props} />;
}
