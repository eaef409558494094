/** A process that changes a data folder until it is killed. It says `ready` once the changes begin. */
import { createDriver } from '#main/db/driver/index.ts';
import { createKeyRing } from '#main/engine/secrets/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { MIGRATIONS, PLAIN_PASSPHRASES, SLOW_MIGRATION, doorTo } from './store-door.ts';

const [, , work, folder = ''] = process.argv;
const nowMs = (): number => Date.now();
const ring = createKeyRing({ folder, nowMs, keychain: null, safeStorage: null });

async function changePassphrases(): Promise<never> {
  const key = await ring.unlock({ kind: 'passphrase', passphrase: PLAIN_PASSPHRASES[0] });
  process.stdout.write('ready\n');
  for (let round = 0; ; round += 1) {
    await ring.put(key, { kind: 'passphrase', passphrase: PLAIN_PASSPHRASES[round % 2] ?? '' });
  }
}

async function migrateStore(): Promise<void> {
  const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
  const door = doorTo(folder, driver, { migrations: [...MIGRATIONS, SLOW_MIGRATION], keychain: null });
  process.stdout.write('ready\n');
  await door.unlock({ kind: 'passphrase', passphrase: PLAIN_PASSPHRASES[0] });
}

if (work === 'passphrases') await changePassphrases();
if (work === 'migrate') await migrateStore();
