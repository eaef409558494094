import dns from 'node:dns/promises';
import { glob, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAppError } from '#shared/errors.ts';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { sampleInput } from '../support/sample-input.ts';
import { startScriptedModels, type ScriptedModels } from '../support/scripted-models.ts';
import { startLyingImap } from '../support/lying-imap.ts';

const ICS = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nEND:VCALENDAR\r\n';
/** These answer from what was read before, where there is something. */
const MAY_KNOW = new Set(['events are listed', 'folders are listed']);
const DAY_MS = 24 * 3_600_000;

/** A name that leads to the servers of this test. For what is asked by a name nobody can say that it stays here. */
const ELSEWHERE = 'models.elsewhere.test';

/** Counts what this process asks the network for: names that are looked up, and sockets that connect. */
function watchNetwork() {
  const { lookup } = dns;
  const { connect } = Socket.prototype;
  let [lookups, connects] = [0, 0];
  const counting = async (host: string, options: object) => {
    lookups += 1;
    return lookup(host === ELSEWHERE ? '127.0.0.1' : host, options);
  };
  dns.lookup = counting as typeof lookup; // the one form that is used
  Socket.prototype.connect = function counted(this: Socket, ...given: unknown[]) {
    connects += 1;
    return Reflect.apply(connect, this, given) as Socket;
  };
  syncBuiltinESMExports();
  return {
    seen: () => [lookups, connects],
    stop() {
      dns.lookup = lookup;
      Socket.prototype.connect = connect;
      syncBuiltinESMExports();
    },
  };
}

/** Counts connections and bytes, whatever comes. */
async function startFeed() {
  let connections = 0;
  let bytes = 0;
  const server: Server = createServer(
    (_, response) => void response.writeHead(200, { 'content-type': 'text/calendar' }).end(ICS),
  );
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('data', (data) => {
      bytes += data.length;
    });
  });
  const port = await listen(server);
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    seen: () => [connections, bytes],
    close: () => server.close(),
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

describe('with the offline switch on', () => {
  let made: TestApp;
  let models: ScriptedModels;
  let feed: Awaited<ReturnType<typeof startFeed>>;
  let imap: Awaited<ReturnType<typeof startLyingImap>>;
  let ids: { model: string; calendar: string; mail: string };
  let network: ReturnType<typeof watchNetwork>;
  beforeEach(async () => {
    network = watchNetwork();
    made = await makeApp({ withSample: true });
    models = await startScriptedModels([{ text: 'Hello.' }]);
    feed = await startFeed();
    imap = await startLyingImap({ messages: new Map([[1, 'Subject: one\r\n\r\nText\r\n']]), cutUid: 99 });
    const { api } = made;
    const provider = await api.models.add({
      kind: 'openai_compatible',
      name: 'Scripted',
      baseUrl: elsewhere(),
      chatModel: 'scripted-model',
      embeddingModel: 'scripted-embedder',
    });
    const calendar = await api.connectors.calendar.add({ kind: 'feed', name: 'Feed', location: feed.url });
    const mail = await api.connectors.email.add(mailbox());
    ids = { model: provider.id, calendar: calendar.id, mail: mail.id };
  });
  afterEach(async () => {
    await made[Symbol.asyncDispose]();
    await models.close();
    feed.close();
    await imap.stop();
    network.stop();
  });

  const elsewhere = () => models.urls.openai.replace('127.0.0.1', ELSEWHERE);

  const mailbox = () => ({
    kind: 'imap' as const,
    name: 'Box',
    host: '127.0.0.1',
    port: imap.port,
    tlsMode: 'none' as const,
    user: 'me',
    secret: 'pass word',
  });
  const seen = () => [
    models.connections(),
    // A connection that is still open carries more than one.
    models.requests.length,
    ...feed.seen(),
    imap.connections(),
    ...network.seen(),
  ];

  /** Everything that connects when it is asked, at servers that are here to count it. */
  const features = (): Readonly<Record<string, () => Promise<unknown>>> => {
    const { api } = made;
    const invoke = (id: string, input: unknown) =>
      made.app.workspace().actions.invoke(id, input, { kind: 'user' });
    const from = made.clock.nowMs();
    return {
      'a model is asked': () => invoke('model.complete', { prompt: 'Hello?' }),
      'a provider is tested': () => api.models.test({ id: ids.model }),
      'models are listed': () => api.models.listModels({ id: ids.model }),
      'a model embeds': () => api.models.embeddings.addModel({ model: `${ids.model}/scripted-embedder` }),
      'a feed is read': () => api.connectors.calendar.refresh({ id: ids.calendar }),
      'a feed is tested': () => api.connectors.calendar.test({ id: ids.calendar }),
      'a CalDAV server is looked through': () =>
        api.connectors.calendar.discover({ serverUrl: feed.url, user: 'me', secret: 'pass word' }),
      'events are listed': () =>
        invoke('calendar.list_events', { sources: [ids.calendar], from, to: from + DAY_MS }),
      'mail is read': () => invoke('email.list_new', { account: ids.mail }),
      'a mailbox is tested': () => api.connectors.email.test(mailbox()),
      'folders are listed': () => api.connectors.email.folders({ id: ids.mail }),
      'a server is asked': () => invoke('web.request', { url: feed.url }),
    };
  };

  it('nothing is connected to by any feature, and each says why', async () => {
    // Off, each of them comes through: else the silence below would say nothing.
    for (const [name, use] of Object.entries(features())) {
      const before = seen().join();
      await use().catch(() => undefined);
      if (!MAY_KNOW.has(name)) expect(seen().join(), name).not.toBe(before);
    }
    expect(await made.api.network.setOffline({ isOffline: true })).toMatchObject({ isOffline: true });
    const before = seen();
    for (const [name, use] of Object.entries(features())) {
      const answer = await use().catch((error: unknown) => error);
      const told = `${isAppError(answer) ? answer.code : ''} ${answer instanceof Error ? answer.message : JSON.stringify(answer)}`;
      if (!MAY_KNOW.has(name)) expect(told, name).toMatch(/offline/i);
    }
    expect(seen()).toEqual(before);
  });

  it('nothing is connected to by any action, on schedule or after a start', async () => {
    await made.api.network.setOffline({ isOffline: true });
    const before = seen();
    const { registry, invoke } = actionsOf(made);
    for (const { id, inputSchema } of registry.list()) {
      const hints = { folder: made.dataDir, account: ids.mail, url: feed.url, cursor: '1', query: 'invoice' };
      await invoke(id, sampleInput(inputSchema, hints), { kind: 'user' }).catch(() => undefined);
    }
    for (const { id } of await made.api.models.embeddings.catalogue()) {
      await made.api.models.embeddings.download({ id }).catch(() => undefined);
    }
    made.clock.advanceDays(2);
    made = await made.reopen();
    expect(await made.api.network.state()).toMatchObject({ isOffline: true });
    for (const use of Object.values(features())) await use().catch(() => undefined);
    expect(seen()).toEqual(before);
    const rows = await made.api.network.summary({ from: made.clock.nowMs() - DAY_MS });
    expect(rows.length).toBeGreaterThan(3);
    expect(
      rows.map(
        ({ sentBytes, receivedBytes, doneCount, failedCount }) =>
          sentBytes + receivedBytes + doneCount + failedCount,
      ),
    ).toEqual(rows.map(() => 0));
  });

  it('a model of this very machine is asked all the same, and nothing else is', async () => {
    const { api } = made;
    await api.network.setOffline({ isOffline: true });
    const own = await startScriptedModels([{ text: 'Still here.' }]);
    try {
      expect(await api.network.state()).toMatchObject({ isOffline: true });
      expect(await api.models.availability()).toBe('offline');
      const { id } = await api.models.add({
        kind: 'openai_compatible',
        name: 'Own',
        // No name server is asked for this one.
        baseUrl: own.urls.openai.replace('127.0.0.1', 'localhost'),
        chatModel: 'scripted-model',
        embeddingModel: 'scripted-embedder',
      });
      expect(await api.models.availability({ reach: 'local' })).toBe('ready');
      expect(await api.models.test({ id })).toMatchObject({ isOk: true });
      const before = seen().slice(0, -1);
      const asked = await made.app
        .workspace()
        .actions.invoke('model.complete', { prompt: 'Anyone?' }, { kind: 'user' });
      expect(asked).toMatchObject({ output: { text: 'Still here.' } });
      // It came after one that lies elsewhere, of which not even the name was looked up.
      expect(seen().slice(0, -1)).toEqual(before);
      // The brief of the day may be written meanwhile, by the clock.
      const asks = () => own.requests.filter(({ body }) => !JSON.stringify(body).includes('daily brief'));
      const askedBefore = asks().length;
      for (const use of Object.values(features())) await use().catch(() => undefined);
      expect(seen().slice(0, -1)).toEqual(before);
      expect(asks()).toHaveLength(askedBefore + 1);
      await api.models.remove({ id });
    } finally {
      await own.close();
    }
  });

  it('what only passes through this machine is not of this machine', async () => {
    const { api } = made;
    await api.network.setOffline({ isOffline: true });
    const relay = await startScriptedModels();
    try {
      // Ollama asks its own servers for models of such a name.
      const { id } = await api.models.add({
        kind: 'ollama',
        baseUrl: relay.urls.ollama,
        chatModel: 'large-cloud',
      });
      expect(await api.models.availability()).toBe('offline');
      const before = seen();
      expect(await api.models.test({ id })).toMatchObject({ isOk: false });
      const asked = made.app
        .workspace()
        .actions.invoke('model.complete', { prompt: 'Anyone?' }, { kind: 'user' });
      await expect(asked).rejects.toMatchObject({ code: 'offline' });
      expect(relay.connections()).toBe(0);
      expect(seen()).toEqual(before);
      await api.models.remove({ id });
    } finally {
      await relay.close();
    }
  });

  it('nobody but the gateway of models may pass by the switch', async () => {
    const passing: string[] = [];
    for await (const file of glob('src/**/*.ts', { exclude: ['**/*.test.ts'] })) {
      if ((await readFile(file, 'utf8')).includes('isThisMachineOnly: true')) passing.push(file);
    }
    expect(passing).toEqual(['src/main/engine/models/providers/provider-fetch.ts']);
  });

  it('what is under way ends, and goes on when it is off again', async () => {
    await made.api.network.setOffline({ isOffline: false });
    models.say([{ text: 'one two three four', hangAfterPieces: 1 }]);
    const asked = made.app
      .workspace()
      .actions.invoke('model.complete', { prompt: 'Hello?' }, { kind: 'user' });
    const told = asked.then(
      () => 'answered',
      (error: unknown) => (isAppError(error) ? error.code : String(error)),
    );
    const before = models.requests.length;
    await expect.poll(() => models.requests.length).toBeGreaterThan(before - 1);
    await made.api.network.setOffline({ isOffline: true });
    expect(await told).toBe('offline');
    await made.api.network.setOffline({ isOffline: false });
    models.say([{ text: 'Back again.' }]);
    const answer = await made.app
      .workspace()
      .actions.invoke('model.complete', { prompt: 'And now?' }, { kind: 'user' });
    expect(JSON.stringify(answer)).toContain('Back again.');
  });

  it('the ledger has what the servers counted, byte for byte', async () => {
    const sum = async () => {
      const rows = await made.api.network.summary({ host: ELSEWHERE });
      const own = rows.filter((row) => row.port === models.port);
      return {
        received: own.reduce((all, row) => all + row.sentBytes, 0),
        sent: own.reduce((all, row) => all + row.receivedBytes, 0),
      };
    };
    const [ledgerBefore, serverBefore] = [await sum(), models.bytes()];
    models.say((request) => ({ text: `You said ${request.prompt.length} letters: perché no?` }));
    for (const prompt of ['è', 'a longer one '.repeat(300)]) {
      await made.app.workspace().actions.invoke('model.complete', { prompt }, { kind: 'user' });
    }
    const [ledger, server] = [await sum(), models.bytes()];
    expect(ledger.received - ledgerBefore.received).toBe(server.received - serverBefore.received);
    expect(ledger.sent - ledgerBefore.sent).toBe(server.sent - serverBefore.sent);
    expect(server.received - serverBefore.received).toBeGreaterThan(3_900);
  });
});

function actionsOf(made: TestApp) {
  const { actions } = made.app.workspace();
  return { registry: actions.registry, invoke: actions.invoke.bind(actions) };
}
