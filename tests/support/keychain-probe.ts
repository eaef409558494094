/** Runs in a process of its own: keytar talks to the session bus that this process was started under. */
import { createKeyRing, createKeytarKeychain } from '#main/engine/secrets/index.ts';

const folder = process.argv[2] ?? '';
const keychain = createKeytarKeychain({ service: 'Adiuva test', timeoutMs: 10_000 });
const ring = createKeyRing({ folder, nowMs: Date.now, keychain, safeStorage: null });

async function probe(): Promise<Record<string, unknown>> {
  const reason = await keychain.unavailableReason();
  if (reason !== null) {
    const code = await ring.create([{ kind: 'keychain' }, { kind: 'recovery' }]).then(
      () => 'created',
      (error: { code?: string }) => error.code,
    );
    return { reason, code };
  }
  const { key } = await ring.create([{ kind: 'keychain' }, { kind: 'recovery' }]);
  const unlocked = await ring.unlock({ kind: 'keychain' });
  await ring.put(key, { kind: 'passphrase', passphrase: 'a passphrase beside it' });
  await ring.remove(key, 'keychain');
  const afterwards = await ring.unlock({ kind: 'keychain' }).then(
    () => 'unlocked',
    (error: { code?: string }) => error.code,
  );
  return { reason, same: Buffer.compare(unlocked, key) === 0, afterwards };
}

process.stdout.write(`${JSON.stringify(await probe())}\n`);
