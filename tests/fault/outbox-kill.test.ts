import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDriver } from '#main/db/driver/index.ts';
import { findMigrationsFolder, migrate, readMigrations } from '#main/db/migrate.ts';
import { workerUrl } from '#main/workers-url.ts';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import { bundleKillSender } from '../support/kill-bundle.ts';
import type { SenderPlan } from '../support/kill-sender-plan.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';
import { faultSeed, faultSize } from './fault-size.ts';

const KILLS = faultSize({ ci: 40, nightly: 500 });
const MOST_LETTERS_BETWEEN = 12;

type Child = ChildProcessByStdio<Writable, Readable, null>;

/** Takes letters as a careful server does: by their keys, so that one that comes again is the same. */
async function startPost(random: SeededRandom) {
  /** Keys by letter, in the order of arrival. */
  const taken = new Map<string, Set<string>>();
  let requests = 0;
  const server = createServer((request, response) => {
    const letter = (request.url ?? '').slice(1);
    requests += 1;
    request.resume();
    taken.set(letter, (taken.get(letter) ?? new Set()).add(String(request.headers['idempotency-key'])));
    // Taken is taken; the answer may come late, and meet nobody.
    setTimeout(() => response.end(), random.next() * 8);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    origin: `http://127.0.0.1:${port}`,
    taken,
    requests: () => requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function makeStore(folder: string, origin: string): Promise<SenderPlan> {
  const path = join(folder, 'store.db');
  const key = randomBytes(32);
  const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
  await using connection = await driver.open({ path, key, mode: 'create' });
  await migrate(connection, readMigrations(findMigrationsFolder()), Date.now());
  return { path, keyHex: key.toString('hex'), origin };
}

/** Answers the letters that were put, in their order. */
async function sendAndKill(child: Child, plan: SenderPlan, random: SeededRandom): Promise<readonly string[]> {
  const until = 1 + Math.floor(random.next() * MOST_LETTERS_BETWEEN);
  const enough = Promise.withResolvers<void>();
  let text = '';
  const put = () =>
    text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean);
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    if (put().length >= until) enough.resolve();
  });
  const gone = once(child, 'close');
  child.stdin.write(`${JSON.stringify(plan)}\n`);
  await Promise.race([enough.promise, gone]);
  // While the next one is put, is on its way, was taken, or is noted as sent.
  await delay(random.next() * 15);
  expect(child.exitCode).toBe(null);
  child.kill('SIGKILL');
  await gone;
  return put();
}

it(
  'a queue that is killed while it sends loses nothing, keeps the order, and sends again with the same key',
  { timeout: KILLS * 5_000 + 60_000 },
  async () => {
    const seed = faultSeed();
    const random = createSeededRandom(seed);
    using folder = temporaryFolder();
    const post = await startPost(random);
    const plan = await makeStore(folder.path, post.origin);
    const program = await bundleKillSender();
    const start = (): Child => spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
    const put: string[] = [];
    let next = start();
    try {
      for (let kills = 0; kills < KILLS; kills += 1) {
        const child = next;
        // The next one loads while this one works.
        next = start();
        const letters = await sendAndKill(child, plan, random);
        put.push(...letters);
        // Those of the processes before were sent before this one put its first.
        const former = put.slice(0, -letters.length);
        expect(former.filter((letter) => !post.taken.has(letter))).toEqual([]);
      }
    } finally {
      next.kill('SIGKILL');
      await post.close();
    }
    const again = post.requests() - post.taken.size;
    process.stderr.write(
      `killed while sending: ${KILLS} kills, ${put.length} letters, ${again} sent again, seed ${seed}\n`,
    );
    for (const [letter, keys] of post.taken) expect([letter, keys.size]).toEqual([letter, 1]);
    // In the order in which they were put; the last may still wait, and one that was put may not have been told.
    const told = new Set(put);
    const arrived = [...post.taken.keys()].filter((letter) => told.has(letter));
    expect(arrived).toEqual(put.slice(0, arrived.length));
    expect(arrived.length).toBeGreaterThanOrEqual(put.length - 1);
  },
);
