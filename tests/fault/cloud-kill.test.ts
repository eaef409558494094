import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import { objectPath, sha256Of, signIn, signUp, type TestDevice } from '../support/cloud.ts';
import { temporaryFolder } from '../support/sqlite-drivers.ts';
import { faultSeed, faultSize } from './fault-size.ts';

const SERVER = fileURLToPath(new URL('../support/kill-cloud.ts', import.meta.url));
const KILLS = faultSize({ ci: 4, nightly: 100 });
const LANES = 3;

type Server = { readonly child: ChildProcess; readonly address: string };

async function start(folder: string): Promise<Server> {
  const child = spawn(process.execPath, [SERVER, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout });
  const gone = once(child, 'exit').then(() => {
    throw new Error('the server did not start again');
  });
  const [address] = (await Promise.race([once(lines, 'line'), gone])) as [string];
  gone.catch(() => undefined);
  return { child, address };
}

async function kill({ child }: Server): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

/** What was acknowledged, and what was on its way when the power went. */
type Ledger = {
  readonly kept: Map<string, string>;
  readonly underWay: Map<string, string>;
  head: string;
  nextHead: string | null;
};

async function writeObjects(device: TestDevice, ledger: Ledger, lane: string, random: SeededRandom) {
  for (let count = 0; ; count += 1) {
    const name = `g1/packs/${lane}-${count}`;
    const bytes = Buffer.from(random.bytes(1 + random.below(150_000)));
    ledger.underWay.set(name, sha256Of(bytes));
    const { status } = await device.put(name, bytes);
    expect(status).toBeLessThan(300);
    ledger.kept.set(name, sha256Of(bytes));
    ledger.underWay.delete(name);
  }
}

/** Each change builds on the one before, as a list of backups does. */
async function writeHeads(device: TestDevice, ledger: Ledger, random: SeededRandom) {
  let { etag } = await readHead(device);
  for (;;) {
    const bytes = Buffer.from(random.bytes(300));
    ledger.nextHead = sha256Of(bytes);
    const condition: Record<string, string> = etag === null ? { 'if-none-match': '*' } : { 'if-match': etag };
    const { status, headers } = await device.put('head', bytes, condition);
    expect(status).toBeLessThan(300);
    etag = headers.get('etag');
    ledger.head = sha256Of(bytes);
    ledger.nextHead = null;
  }
}

async function readHead(device: TestDevice): Promise<{ hash: string; etag: string | null }> {
  const { status, bytes, headers } = await device.ask('GET', objectPath('head'));
  return status === 404 ? { hash: '', etag: null } : { hash: sha256Of(bytes), etag: headers.get('etag') };
}

async function expectKept(device: TestDevice, ledger: Ledger, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { status, bytes } = await device.ask('GET', objectPath(name));
    expect([name, status, sha256Of(bytes)]).toEqual([name, 200, ledger.kept.get(name)]);
  }
}

/** What was on its way is there whole or not at all; answers how many are. */
async function expectWholeOrNone(device: TestDevice, underWay: ReadonlyMap<string, string>): Promise<number> {
  let taken = 0;
  for (const [name, hash] of underWay) {
    const { status, bytes } = await device.ask('GET', objectPath(name));
    if (status === 404) continue;
    expect([status, sha256Of(bytes)]).toEqual([200, hash]);
    taken += 1;
  }
  return taken;
}

describe('an endpoint that is killed while it takes backups', () => {
  it('starts again with every object that it acknowledged, whole', { timeout: KILLS * 60_000 }, async () => {
    using folder = temporaryFolder();
    const seed = faultSeed();
    const random = createSeededRandom(seed);
    const data = join(folder.path, 'server');
    mkdirSync(data);
    let server = await start(data);
    const { email } = await signUp(server);
    const ledger: Ledger = { kept: new Map(), underWay: new Map(), head: '', nextHead: null };
    let taken = 0;
    try {
      for (let round = 0; round < KILLS; round += 1) {
        const device = await signIn(server, email);
        const before = new Set(ledger.kept.keys());
        const writers = Array.from({ length: LANES }, (_, lane) =>
          writeObjects(device, ledger, `r${round}l${lane}`, random),
        );
        const writing = Promise.allSettled([...writers, writeHeads(device, ledger, random)]);
        await delay(300 + random.next() * 2_500);
        await kill(server);
        for (const lane of await writing)
          // A connection that broke, and no answer that was wrong.
          expect(lane).toMatchObject({ status: 'rejected', reason: { message: 'fetch failed' } });
        server = await start(data);
        const again = await signIn(server, email);
        await expectKept(
          again,
          ledger,
          [...ledger.kept.keys()].filter((name) => !before.has(name)),
        );
        taken += await expectWholeOrNone(again, ledger.underWay);
        ledger.underWay.clear();
        const head = await readHead(again);
        expect([ledger.head, ledger.nextHead]).toContain(head.hash);
        [ledger.head, ledger.nextHead] = [head.hash, null];
      }
      await expectKept(await signIn(server, email), ledger, [...ledger.kept.keys()]);
    } finally {
      await kill(server);
    }
    expect(ledger.kept.size).toBeGreaterThan(KILLS);
    process.stderr.write(
      `endpoint: ${KILLS} kills, ${ledger.kept.size} acknowledged objects all there, ${taken} more were taken, seed ${seed}\n`,
    );
  });
});
