/** A process that works on whatever runs are in a data folder, until it is killed. Says when it is open and when it is done. */
import { createAdiuva } from '#main/compose.ts';
import { isJobOver } from '#shared/contracts/job-status.ts';

const [, , dataDir = '', passphrase = '', jobId = ''] = process.argv;
// A pipe is written at once here, so a line that was told outlives the process.
const tell = (line: string) => process.stdout.write(`${line}\n`);

const app = createAdiuva({ dataDir, host: 'test', keychain: null });
const api = app.caller();
await api.system.unlock({ passphrase });
tell('ready');
for (;;) {
  const job = await api.jobs.get({ id: jobId });
  if (isJobOver(job.status)) break;
  await new Promise((resolve) => setTimeout(resolve, 50));
}
await app.close();
tell('done');
