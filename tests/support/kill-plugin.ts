/**
 * A process that runs a plugin, again and again, until it is killed. It loads, waits for its plan on the input, opens
 * the workspace and says on its output when a run goes on and when one is done; what is proposed it rejects now and
 * then, as a person would who sits beside.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { createAdiuva } from '#main/compose.ts';
import { keychainInFile } from './kill-keychain.ts';
import { pluginPlanSchema, type PluginLine } from './kill-plugin-lines.ts';

const [text] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const plan = pluginPlanSchema.parse(JSON.parse(text));

function tell(line: PluginLine): void {
  // A pipe is written at once here, so a line that was told outlives the process.
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const app = createAdiuva({
  dataDir: plan.dataDir,
  host: 'test',
  keychain: keychainInFile(plan.keychainFile),
});
const status = await app.openQuietly();
if (status.state !== 'ready') throw new Error(`the workspace is ${status.state}`);
const api = app.caller();
app.system.workspace?.store.onCommit(({ command }) => {
  if (command === 'proposals.create' || command === 'clients.create') tell({ event: 'wanted' });
});

async function decide(): Promise<never> {
  for (;;) {
    const { items } = await api.proposals.list({ statuses: ['pending'], limit: 50 });
    const ids = items.map(({ id }) => id);
    if (ids.length > 0) await api.proposals.reject({ ids });
    await delay(100);
  }
}

async function work(): Promise<never> {
  for (;;) {
    const { jobId } = await api.plugins.runNow({ name: plan.plugin });
    tell({ event: 'working', jobId });
    const { status: end, error } = await app.workspace().jobs.wait(jobId);
    if (end !== 'done') throw new Error(`the run is ${end}: ${error?.message}`);
    tell({ event: 'done', jobId });
  }
}

await Promise.all([work(), decide()]);
