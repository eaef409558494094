import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdiuva, type Adiuva, type AdiuvaOptions, type Caller } from '#main/compose.ts';
import { addDays, type Clock } from '#shared/kernel/clock.ts';
import { copyReadyWorkspace, setUpWorkspace, TEST_PASSPHRASE, TEST_START } from './ready-workspace.ts';

export { TEST_PASSPHRASE };

/** A clock that stands still until it is told to move. */
export type TestClock = Clock & { advanceMs(ms: number): void; advanceDays(days: number): void };

export function createTestClock(startIso = TEST_START): TestClock {
  let nowMs = Date.parse(startIso);
  let today = startIso.slice(0, 10);
  return {
    nowMs: () => nowMs,
    today: () => today,
    advanceMs(ms) {
      nowMs += ms;
    },
    advanceDays(days) {
      nowMs += days * 86_400_000;
      today = addDays(today, days);
    },
  };
}

export type TestApp = {
  readonly app: Adiuva;
  readonly api: Caller;
  readonly clock: TestClock;
  readonly dataDir: string;
  /** The words told at set-up. */
  readonly recoveryPhrase: string;
  /** Closes the app and opens the folder again in a new one. */
  reopen(): Promise<TestApp>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type MakeAppOptions = Partial<AdiuvaOptions> & {
  readonly clock?: TestClock;
  /** Fill it with the sample workspace. */
  readonly withSample?: boolean;
  /** Keys of its own, for what compares workspaces; others have those of the suite's ready one. */
  readonly withOwnKeys?: boolean;
};

/** The whole app on a new encrypted store in a temporary folder, driven through its API like the pages do. */
export async function makeApp(options: MakeAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'adiuva-test-')));
  const clock = options.clock ?? createTestClock();
  const isOwn = options.withOwnKeys === true || clock.nowMs() !== Date.parse(TEST_START);
  const copied = isOwn ? undefined : await copyReadyWorkspace(dataDir);
  const recoveryPhrase = copied ?? (await setUpWorkspace({ dataDir, clock }));
  const app = createAdiuva({ host: 'test', keychain: null, ...options, dataDir, clock });
  await app.caller().system.unlock({ passphrase: TEST_PASSPHRASE });
  if (options.withSample) await app.caller().system.startSample();
  return testApp({ app, clock, dataDir, recoveryPhrase, options });
}

function testApp(parts: {
  app: Adiuva;
  clock: TestClock;
  dataDir: string;
  recoveryPhrase: string;
  options: MakeAppOptions;
}): TestApp {
  const { app, clock, dataDir, recoveryPhrase, options } = parts;
  return {
    app,
    api: app.caller(),
    clock,
    dataDir,
    recoveryPhrase,
    async reopen() {
      await app.close();
      const again = createAdiuva({ host: 'test', keychain: null, ...options, dataDir, clock });
      await again.caller().system.unlock({ passphrase: TEST_PASSPHRASE });
      return testApp({ ...parts, app: again });
    },
    async [Symbol.asyncDispose]() {
      await app.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
