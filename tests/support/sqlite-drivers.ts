import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SqliteDriver } from '#main/db/driver/driver.ts';
import { createJourneyappsDriver } from '#main/db/driver/journeyapps.ts';
import { createMultipleCiphersDriver } from '#main/db/driver/multiple-ciphers.ts';
import { workerUrl } from '#main/workers-url.ts';

export type DriverUnderTest = { readonly driver: SqliteDriver; readonly missing: string | null };

/** Both drivers, the second with the reason where its package is not installed here. */
export async function driversUnderTest(
  busyTimeoutMs = 5_000,
): Promise<readonly [DriverUnderTest, DriverUnderTest]> {
  const journeyapps = createJourneyappsDriver({ busyTimeoutMs });
  const missing = await journeyapps.versions().then(
    () => null,
    (error: Error) => error.message,
  );
  if (missing) process.stderr.write(`journeyapps driver not tested: ${missing}\n`);
  return [
    { driver: createMultipleCiphersDriver({ workerUrl: workerUrl('sqlite'), busyTimeoutMs }), missing: null },
    { driver: journeyapps, missing },
  ];
}

/** A folder of the test's own, gone with it. */
export function temporaryFolder(): { readonly path: string; readonly [Symbol.dispose]: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'adiuva-test-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}
