import type { Writer } from '#main/db/store.ts';
import type { Scheduler } from '#main/engine/scheduler/index.ts';
import { PLUGIN_RUN, resourceOf } from './plugin-run.ts';
import type { PluginRow } from './plugins.store.ts';

/** Starts it by the clock as its row says, in the workspace's time zone; off while it is paused. */
export async function putPluginSchedule(
  tx: Writer,
  scheduler: Scheduler,
  { name, manifest, schedule, isPaused }: Pick<PluginRow, 'name' | 'manifest' | 'schedule' | 'isPaused'>,
): Promise<void> {
  const owner = resourceOf(name);
  if (schedule === null) return scheduler.removeIn(tx, owner);
  const [former] = await scheduler.list(owner);
  await scheduler.putIn(tx, {
    ...(former ? { id: former.id } : {}),
    owner,
    title: manifest.title ?? name,
    jobType: PLUGIN_RUN,
    input: { name, trigger: 'schedule' },
    cron: schedule,
    isEnabled: !isPaused,
  });
}
