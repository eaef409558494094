import { createDriver } from '#main/db/driver/index.ts';
import { storeFiles } from '#main/db/open-store-files.ts';
import {
  createBackup,
  openVault,
  pruneVault,
  readHead,
  restoreFile,
  restoringPath,
  swapInRestored,
  turnToNext,
  type Vault,
  type VaultDeps,
} from '#main/engine/vault/index.ts';
import { createFolderTarget } from '#main/engine/vault/targets/folder-target.ts';
import { workerUrl } from '#main/workers-url.ts';
import { openBackedStore, STORE_ID, vaultDeps } from './backed-store.ts';
import type { KillVaultLine, KillVaultPlan } from './kill-vault-lines.ts';

/** Does what the plan says; `begin` is called when all is open. */
export async function runKillVault(
  plan: KillVaultPlan,
  tell: (line: KillVaultLine) => void,
  begin: () => void,
): Promise<void> {
  const inFolder = createFolderTarget({ folder: plan.targetFolder });
  const target = { ...inFolder, now: async () => (await inFolder.now()) + plan.laterMs };
  const deps = vaultDeps({ target, stateFolder: plan.stateFolder });
  const driver = createDriver({ name: undefined, workerUrl: workerUrl('sqlite') });
  const start = (): void => {
    begin();
    tell({ event: 'begun' });
  };
  if (plan.work === 'rotate') return rotate(plan, deps, { driver, start });
  const vault = await openVault(deps, { masterKey: Buffer.from(plan.masterKey, 'hex') });
  if (plan.work === 'prune') {
    start();
    const policy = { keepLast: 2, keepDaily: 0, keepWeekly: 0, keepMonthly: 0 };
    const { repackedPacks } = await pruneVault(vault, policy);
    tell({ event: 'pruned', repackedPacks });
    return;
  }
  if (plan.work === 'create') await create(plan, vault, { driver, start, tell });
  else await restore(plan, vault, { driver, start });
}

type Tools = { readonly driver: ReturnType<typeof createDriver>; readonly start: () => void };

async function create(
  plan: KillVaultPlan,
  vault: Vault,
  { driver, start, tell }: Tools & { readonly tell: (line: KillVaultLine) => void },
): Promise<void> {
  const files = storeFiles(plan.dataFolder);
  const store = await openBackedStore(driver, files.store, Buffer.from(plan.storeKey, 'hex'));
  await store.touch(plan.touchNth);
  start();
  const { manifestId } = await createBackup(vault, store.source);
  tell({ event: 'listed', manifestId });
  await store.close();
}

/** What another process began, whether the vault has turned by now or not. */
async function rotate(plan: KillVaultPlan, deps: VaultDeps, { driver, start }: Tools): Promise<void> {
  if (!plan.next) throw new Error('there is a generation to turn to');
  const files = storeFiles(plan.dataFolder);
  await using store = await openBackedStore(driver, files.store, Buffer.from(plan.storeKey, 'hex'));
  await store.touch(plan.touchNth);
  const next = {
    header: Buffer.from(plan.next.header, 'base64'),
    masterKey: Buffer.from(plan.next.masterKey, 'hex'),
  };
  start();
  await turnToNext({ deps, formerKey: Buffer.from(plan.masterKey, 'hex'), next }, store.source);
}

/** Of the oldest backup in the list, in the place of a store that is closed. */
async function restore(plan: KillVaultPlan, vault: Vault, { driver, start }: Tools): Promise<void> {
  const files = storeFiles(plan.dataFolder);
  const { head } = await readHead(vault);
  const [entry] = head.backups;
  if (!entry) throw new Error('there is a backup to restore');
  start();
  const storeKey = Buffer.from(plan.storeKey, 'hex');
  const restored = await restoreFile(vault, entry, { path: restoringPath(files), storeKey, driver });
  await swapInRestored(files, restored, { storeId: STORE_ID, nowMs: Date.now() });
}
