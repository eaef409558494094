import { createAdiuva } from '#main/compose.ts';
import { TEST_PASSPHRASE } from './make-app.ts';

/** Opens a workspace, starts an import and works on until it is killed. Arguments: data folder, source. */
const [dataDir = '', path = ''] = process.argv.slice(2);
const api = createAdiuva({ dataDir, host: 'test', keychain: null }).caller();
await api.system.unlock({ passphrase: TEST_PASSPHRASE });
const { jobId } = await api.imports.start({ source: { path }, isDryRun: false });
process.stdout.write(`${jobId}\n`);
for (;;) {
  const { total } = await api.notes.list({ limit: 1 });
  process.stdout.write(`${total}\n`);
}
