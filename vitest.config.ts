import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** The browser and fault suites drive whole processes, so they get longer clocks and one worker. */
const WHOLE_PROCESS = { testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 1, fileParallelism: false };

/** A machine that does something else for a moment is done with it by then. */
const CALM_MS = 2_000;

// Processes and threads that run from the sources strip the types of the same files again and again: half their start.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/compile', import.meta.url));

/** Set up once for a run; each test works on a copy. */
const READY_WORKSPACE = 'tests/support/ready-workspace.ts';

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    // Long for a test, short for a machine that does other things beside.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
    // A suite that finds no test is a mistake in a path, not a success.
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.{ts,tsx}',
            'tools/**/*.test.ts',
            'plugins/**/*.test.ts',
            'tests/**/*.test.{ts,tsx}',
          ],
          exclude: [
            'tests/integration/**',
            'tests/fault/**',
            'tests/e2e/**',
            'tests/bench/**',
            'tests/cloud/**',
            'tests/fixtures/**',
          ],
        },
      },
      {
        extends: true,
        // Real stores, servers and processes beside each other on two cores: further tries, each told at the end.
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          retry: { count: 2, delay: CALM_MS },
          globalSetup: READY_WORKSPACE,
          alias: { argon2: fileURLToPath(new URL('tests/support/argon2-once.ts', import.meta.url)) },
        },
      },
      {
        extends: true,
        // Each file starts databases of its own, and passwords are hashed at their full cost.
        test: {
          name: 'cloud',
          include: ['tests/cloud/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          retry: { count: 1, delay: CALM_MS },
        },
      },
      {
        extends: true,
        test: {
          name: 'fault',
          include: ['tests/fault/**/*.test.ts'],
          ...WHOLE_PROCESS,
          retry: { count: 1, delay: CALM_MS },
        },
      },
      {
        extends: true,
        // Further tries are for the machine, not for the product: a browser beside other work can miss a frame.
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.ts'],
          ...WHOLE_PROCESS,
          // Each wait has its own half a minute; the sum of many on a busy machine is no fault.
          testTimeout: 240_000,
          retry: 2,
          globalSetup: 'tests/e2e/harness/ready-folders.ts',
          setupFiles: ['tests/e2e/harness/one-browser.ts'],
          // What is waited for comes; a second, as a poll waits by itself, is short beside other work.
          expect: { poll: { timeout: 20_000 } },
        },
      },
    ],
  },
});
