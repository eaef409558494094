/** Fills a data folder with the large workspace. A process of its own: making 100,000 rows leaves memory behind. */
import { createAdiuva } from '#main/compose.ts';
import { systemClock } from '#shared/kernel/clock.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { BENCH_PASSPHRASE } from './large-store.ts';
import { makeLargeWorkspace } from './large-workspace.ts';

const [dataDir] = process.argv.slice(2);
invariant(dataDir, 'a data folder is named');
await using app = createAdiuva({ dataDir, host: 'cli', keychain: null });
const api = app.caller();
await api.system.setup({ passphrase: BENCH_PASSPHRASE, useKeychain: false });
await api.system.finishOnboarding();
const open = app.system.workspace;
invariant(open, 'the workspace is open after set-up');
await makeLargeWorkspace(open.store, { clock: systemClock });
await open.search.catchUp();
