/**
 * One backup or one restore in a process of its own, so that its memory and its threads are seen alone. Says what it
 * took as one line of JSON.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDriver } from '#main/db/driver/index.ts';
import { createBackup, getBackup, openVault, restoreFile, type Vault } from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { workerUrl } from '#main/workers-url.ts';
import { openBackedStore, vaultDeps } from '../support/backed-store.ts';
import type { BackupFarPlan, BackupFarResult } from './backup-plan.ts';
import { watched } from './watched-work.ts';

/** Until what was loaded has settled. */
const IDLE_MS = 1_500;

const plan = JSON.parse(process.argv[2] ?? '') as BackupFarPlan;
const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });

async function backUp(vault: Vault): Promise<BackupFarResult> {
  await using store = await openBackedStore(driver, plan.path, Buffer.from(plan.storeKey, 'hex'));
  const { longestHoldMs: idleHoldMs } = await watched(() => sleep(IDLE_MS));
  let sentPages = 0;
  const onProgress = (progress: { readonly sentPages: number }) => (sentPages = progress.sentPages);
  const { value, ...took } = await watched(() => createBackup(vault, store.source, { onProgress }));
  return { ...took, idleHoldMs, pages: sentPages, sequence: value.sequence, writtenMs: took.tookMs };
}

async function restore(vault: Vault): Promise<BackupFarResult> {
  const { longestHoldMs: idleHoldMs } = await watched(() => sleep(IDLE_MS));
  const startedAt = performance.now();
  let writtenMs = 0;
  const onProgress = ({ phase }: { readonly phase: string }) => {
    if (phase === 'checking') writtenMs = performance.now() - startedAt;
  };
  const into = { path: plan.path, storeKey: randomBytes(32), driver, onProgress };
  const { value, ...took } = await watched(async () =>
    restoreFile(vault, await getBackup(vault, plan.sequence), into),
  );
  const pages = value.manifest.pageCount;
  return { ...took, idleHoldMs, pages, sequence: value.entry.sequence, writtenMs };
}

const deps = vaultDeps({
  target: createFolderTarget({ folder: plan.targetFolder }),
  stateFolder: plan.stateFolder,
});
const vault = await openVault(deps, { masterKey: Buffer.from(plan.masterKey, 'hex') });
const result = await (plan.work === 'backup' ? backUp(vault) : restore(vault));
process.stdout.write(`${JSON.stringify(result)}\n`);
