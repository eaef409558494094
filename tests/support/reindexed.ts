import type { Caller } from '#main/compose.ts';

/** Reads everything anew and waits until it can be found by its words and its meaning. */
export async function reindexed(api: Caller): Promise<void> {
  const { jobId } = await api.search.reindex();
  const { status, error } = await api.jobs.wait({ id: jobId });
  if (status !== 'done') throw new Error(`nothing was read: ${error?.message ?? status}`);
}
