import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImapFlow } from 'imapflow';
import { createAdiuva, type Caller } from '#main/compose.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { startDovecot, type MailServer } from '../support/dovecot.ts';
import { makeMail } from '../support/made-mail.ts';
import { BENCH_PASSPHRASE } from './large-store.ts';
import { timed, type Bench } from './report.ts';

const MAILS = 10_000;
const BATCH = 200;
const SOURCE_BYTES = 64 * 1024;
const PLUGIN = fileURLToPath(new URL('../../plugins/email-scanner', import.meta.url));
/** An ordinary mailbox: one mail in ten asks for something, the others are letters, thanks and lists. */
const ASKING = MAILS / 10;

/** Messages in the order of a mailbox, the asking ones spread among the others. */
function mailbox(): readonly string[] {
  const all = makeMail({ count: MAILS * 3 });
  const asks = all.filter((text) => /^Subject: (?:Invoice for|Fattura di|Consegna)/m.test(text));
  const quiet = all.filter((text) => /^Subject: (?:Thank you|Weekly letter)/m.test(text));
  return Array.from({ length: MAILS }, (_, index) => {
    const isAsking = index % (MAILS / ASKING) === 0;
    const from = isAsking ? asks : quiet;
    const at = isAsking ? index / (MAILS / ASKING) : index;
    const text = from[at % from.length] ?? '';
    // Each is a message of its own, also where its text comes again.
    return text.replace(/^(Message-ID: <)/m, `$1scan-${index}-`);
  });
}

/** The floor: the same bytes by the same commands, and nothing done with them. */
async function fetchBare(server: MailServer): Promise<void> {
  const { host, port, password: pass } = server;
  const client = new ImapFlow({
    host,
    port,
    secure: false,
    doSTARTTLS: false,
    auth: { user: 'me', pass },
    logger: false,
  });
  await client.connect();
  await client.mailboxOpen('INBOX', { readOnly: true });
  let seen = 0;
  for (let from = 1; from <= MAILS; from += BATCH) {
    const query = { uid: true, source: { start: 0, maxLength: SOURCE_BYTES } };
    for await (const message of client.fetch(`${from}:${from + BATCH - 1}`, query, { uid: true }))
      seen += message.source === undefined ? 0 : 1;
  }
  await client.logout();
  invariant(seen === MAILS, `${seen} of ${MAILS} messages were fetched`);
}

async function install(api: Caller, account: string): Promise<void> {
  const source = { from: 'path', path: PLUGIN } as const;
  const { contentHash, problems } = await api.plugins.look({ source });
  invariant(problems.length === 0, problems.join(' '));
  const right = (type: 'read_email' | 'read_workspace' | 'write_workspace', resource: string) => ({
    type,
    resource,
    expiresAt: null,
    limitMicros: null,
  });
  const rights = [
    right('read_email', account),
    right('read_workspace', '*'),
    right('write_workspace', 'kind:task'),
  ];
  await api.plugins.install({ source, contentHash, rights });
  await api.plugins.setSettings({ name: 'email-scanner', settings: { lookBackDays: 3650 } });
}

/** Until the run that was asked for has ended; answers what it told. */
async function runOnce(api: Caller): Promise<string> {
  const { jobId } = await api.plugins.runNow({ name: 'email-scanner', trigger: 'person' });
  for (;;) {
    const { items } = await api.plugins.runs({ name: 'email-scanner', limit: 20 });
    const run = items.find((one) => one.jobId === jobId);
    if (run !== undefined && run.outcome !== 'running') {
      invariant(run.outcome === 'done', `the run ended as ${run.outcome}: ${run.summary}`);
      return run.summary;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

const IDLE = `
  const { parentPort } = require('node:worker_threads');
  const delay = require('node:perf_hooks').monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  parentPort.once('message', () => { delay.disable(); parentPort.postMessage(delay.max / 1e6); });
`;

/** How long a thread that does nothing was kept waiting meanwhile: what of a delay is the machine's. */
function watchIdleThread(): { end(): Promise<number> } {
  const worker = new Worker(IDLE, { eval: true });
  return {
    async end() {
      const answer = new Promise<number>((resolve) => worker.once('message', resolve));
      worker.postMessage('end');
      const maxMs = await answer;
      await worker.terminate();
      return maxMs;
    },
  };
}

/** The processor time of this thread that was spent in one hold: what of a hold is the program's own. */
function watchBusyTurns(): { end(): number } {
  let maxMicros = 0;
  let before = process.threadCpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(before);
    maxMicros = Math.max(maxMicros, user + system);
    before = process.threadCpuUsage();
  }, 5);
  return {
    end() {
      clearInterval(timer);
      return maxMicros / 1_000;
    },
  };
}

/** The installed plugin as a durable job: dovecot, connector, gate, sandbox, rules, proposals, acknowledgement. */
export const bench: Bench = {
  name: 'email-scan',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
    const server = await startDovecot();
    try {
      await server.deliver('me', mailbox());
      await using app = createAdiuva({ dataDir: join(folder, 'data'), host: 'web', keychain: null });
      const api = app.caller();
      await api.system.setup({ passphrase: BENCH_PASSPHRASE, useKeychain: false });
      await api.system.finishOnboarding();
      const { host, port, password: secret } = server;
      const kind = 'imap' as const;
      const account = { kind, name: 'Bench', host, port, tlsMode: 'none' as const, user: 'me', secret };
      const { id } = await api.connectors.email.add(account);
      invariant((await api.connectors.email.test({ id })).ok, 'the mail server answers');
      await install(api, id);
      // The server has looked through the folder once for both.
      await fetchBare(server);
      const bareMs = await timed(() => fetchBare(server));
      const idle = watchIdleThread();
      const busy = watchBusyTurns();
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      let summary = '';
      const cpuBefore = process.cpuUsage();
      const tookMs = await timed(async () => {
        summary = await runOnce(api);
      });
      delay.disable();
      const { user, system } = process.cpuUsage(cpuBefore);
      const busyMs = busy.end();
      const idleMs = await idle.end();
      const counts = await api.proposals.counts();
      const told = `${MAILS} mails read, ${counts.pending} tasks proposed.`;
      invariant(summary === told && counts.pending > ASKING / 2, `the run told "${summary}", not "${told}"`);
      return [
        {
          name: `${MAILS} mails of a dovecot mailbox scanned by the plugin`,
          value: MAILS / (tookMs / 1_000),
          unit: 'per second',
          bound: 500,
          boundIs: 'least',
          note: `${(tookMs / 1_000).toFixed(1)} s; ${summary}`,
        },
        {
          name: 'time beside that of a bare fetch',
          value: tookMs / bareMs,
          unit: 'ratio',
          floor: 'imapflow fetching the same bytes and dropping them',
          note: `bare ${(bareMs / 1_000).toFixed(1)} s`,
        },
        {
          name: 'processor time of all threads, a mail',
          value: (user + system) / MAILS,
          unit: 'µs',
        },
        {
          name: 'longest hold of the event loop meanwhile',
          value: delay.max / 1e6,
          unit: 'ms',
          bound: 50,
          note: `99th percentile ${(delay.percentile(99) / 1e6).toFixed(1)} ms; at most ${busyMs.toFixed(0)} ms of one on the processor; an idle thread was held ${idleMs.toFixed(0)} ms`,
        },
      ];
    } finally {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
