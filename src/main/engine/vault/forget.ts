import type { BackupEntry } from './format/index.ts';
import { changeHead } from './head.ts';
import { requireSameGeneration } from './open-vault.ts';
import type { Vault } from './vault.ts';

/**
 * Takes backups out of the list by their sequence numbers, at a person's word: those that verify called broken, say,
 * which a prune never judges. What only they needed is deleted by later prunes. Answers those that left the list.
 */
export async function forgetBackups(
  vault: Vault,
  sequences: readonly number[],
  signal?: AbortSignal,
): Promise<readonly BackupEntry[]> {
  await requireSameGeneration(vault, signal);
  const wanted = new Set(sequences);
  let forgotten: readonly BackupEntry[] = [];
  await changeHead(
    vault,
    async ({ head }) => {
      forgotten = head.backups.filter(({ sequence }) => wanted.has(sequence));
      return forgotten.length > 0 ? head.backups.filter(({ sequence }) => !wanted.has(sequence)) : null;
    },
    signal,
  );
  return forgotten;
}
