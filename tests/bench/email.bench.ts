import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createAdiuva } from '#main/compose.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDovecot } from '../support/dovecot.ts';
import { makeMail } from '../support/made-mail.ts';
import { BENCH_PASSPHRASE } from './large-store.ts';
import { timed, type Bench } from './report.ts';

const MAILS = 10_000;
const BATCH = 200;

/** A mailbox of 10,000 messages on dovecot, listed to its end and acknowledged, over an encrypted store. */
export const bench: Bench = {
  name: 'email',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
    const server = await startDovecot();
    try {
      await server.deliver('me', makeMail({ count: MAILS }));
      await using app = createAdiuva({ dataDir: join(folder, 'data'), host: 'cli', keychain: null });
      const api = app.caller();
      await api.system.setup({ passphrase: BENCH_PASSPHRASE, useKeychain: false });
      await api.system.finishOnboarding();
      const { id } = await api.connectors.email.add({
        kind: 'imap',
        name: 'Bench',
        host: server.host,
        port: server.port,
        tlsMode: 'none',
        user: 'me',
        secret: server.password,
      });
      const { email } = app.workspace().connectors;
      // As in use: the account was tested when it was entered, so its program parts are loaded.
      invariant((await api.connectors.email.test({ id })).ok, 'the mail server answers');
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      let listed = 0;
      let cursor = '';
      const tookMs = await timed(async () => {
        for (let after: string | undefined, hasMore = true; hasMore; after = cursor) {
          const input = { account: id, reader: 'bench', limit: BATCH, after };
          const batch = await email.listNew(input, AbortSignal.timeout(120_000));
          listed += batch.items.length;
          ({ cursor, hasMore } = batch);
        }
        await email.acknowledge({ account: id, reader: 'bench', cursor });
      });
      delay.disable();
      invariant(listed === MAILS, `${listed} of ${MAILS} messages were listed`);
      const rate = MAILS / (tookMs / 1000);
      return [
        {
          name: `${MAILS} messages of a dovecot mailbox, fetched and parsed`,
          value: rate,
          unit: 'per second',
          bound: 500,
          boundIs: 'least',
          note: `${(tookMs / 1000).toFixed(1)} s in batches of ${BATCH}`,
        },
        {
          name: 'longest hold of the event loop meanwhile',
          value: delay.max / 1e6,
          unit: 'ms',
          bound: 50,
          note: `99th percentile ${(delay.percentile(99) / 1e6).toFixed(1)} ms`,
        },
      ];
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
