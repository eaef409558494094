import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { checkpointCreateSchema, CheckpointListItem } from '#shared/contracts/checkpoints.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useWrite } from '#renderer/api/use-write.ts';

/** Every checkpoint of a project; a project has tens, not thousands. */
export function useCheckpoints(projectId: string) {
  const api = useApi();
  const input = { projectIds: [projectId], limit: 500 };
  return useQuery({
    queryKey: ['checkpoints', 'list', input],
    queryFn: ({ signal }) => api.checkpoints.list.query(input, { signal }),
    select: (page) => page.items.toSorted(byDate),
  });
}

/** By day; what has none comes last, in the order it was made. */
export function byDate(a: CheckpointListItem, b: CheckpointListItem): number {
  if (a.dueDate === b.dueDate) return a.createdAt - b.createdAt;
  if (a.dueDate === null || b.dueDate === null) return a.dueDate === null ? 1 : -1;
  return a.dueDate < b.dueDate ? -1 : 1;
}

export function useCreateCheckpoint() {
  const api = useApi();
  return useWrite({
    write: (checkpoint: z.input<typeof checkpointCreateSchema>) => api.checkpoints.create.mutate(checkpoint),
  });
}
