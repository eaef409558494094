import type { BackupPlace, RecoveryKit } from '#shared/contracts/backup.ts';
import type { BackupSetUp } from './backup-setup.ts';
import type { BackupStore } from './backup.store.ts';
import { makeRecoveryKit, type KitLanguage } from './recovery-kit.ts';
import type { VaultAccess } from './vault-access.ts';

export type KitInput = { readonly phrase?: string | undefined; readonly language: KitLanguage };

export type KitDeps = {
  readonly access: Pick<VaultAccess, 'requireSetup'>;
  readonly reads: Pick<BackupStore, 'findLastDone'>;
  readonly setUp: Pick<BackupSetUp, 'provePhrase'>;
  readonly labelOf: (place: BackupPlace) => string;
  readonly nowMs: () => number;
};

export async function printKit(deps: KitDeps, input: KitInput, signal?: AbortSignal): Promise<RecoveryKit> {
  const { place, vaultId, deviceName } = await deps.access.requireSetup();
  const phrase = input.phrase === undefined ? null : await deps.setUp.provePhrase(input.phrase, signal);
  const newest = await deps.reads.findLastDone('backup');
  return makeRecoveryKit({
    language: input.language,
    vaultId,
    deviceName,
    place: deps.labelOf(place),
    phrase,
    madeAt: deps.nowMs(),
    newest: newest ? { sequence: newest.figures['sequence'] ?? 0, at: newest.finishedAt ?? 0 } : null,
  });
}
