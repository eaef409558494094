import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import { damaged } from './refusals.ts';
import { fromJsonBytes, openBody, sealBody, toJsonBytes } from './sealed-body.ts';
import { device, hash, rowCounts, vaultId, whole } from './sealed-schemas.ts';
import { hashOf } from './vault-keys.ts';
import { headName, newVaultId } from './vault-names.ts';
import type { Head, SealedObject, Sealing, SeenHead, VaultKeys } from './vault-types.ts';

const backupEntry = z.strictObject({
  sequence: whole.min(1),
  manifestId: vaultId,
  manifestHash: hash,
  createdAtMs: whole,
  device,
  pageCount: whole,
  rowCounts,
  addedBytes: whole,
  wholeBytes: whole,
});

const headBody = z.strictObject({
  sequence: whole.min(1),
  formerHash: hash.nullable(),
  writtenAtMs: whole,
  deviceId: z.string(),
  lastBackup: whole,
  backups: z.array(backupEntry),
});

export function sealHead(sealing: Sealing, head: Head): SealedObject {
  return sealBody(sealing, 'head', newVaultId(sealing.random), toJsonBytes(headBody.parse(head)));
}

export function openHead(keys: VaultKeys, bytes: Uint8Array): { readonly head: Head; readonly hash: string } {
  const name = headName(keys.generation);
  const { plain } = openBody(keys, { name, type: 'head' }, bytes);
  const head = headBody.safeParse(fromJsonBytes(name, plain));
  if (!head.success) throw damaged(name, 'content');
  return { head: head.data, hash: hashOf(bytes) };
}

/** How a head stands to the newest one that this client has seen. */
export type HeadJudgement = 'first' | 'same' | 'newer' | 'rolled_back' | 'forked';

/** `formerHash` of the head now read, where it is at hand, shows a fork one change earlier. */
export function judgeHead(
  seen: SeenHead | null,
  now: SeenHead & { readonly formerHash?: string | null },
): HeadJudgement {
  if (seen === null) return 'first';
  if (now.generation !== seen.generation) return now.generation > seen.generation ? 'newer' : 'rolled_back';
  if (now.sequence < seen.sequence) return 'rolled_back';
  if (now.sequence === seen.sequence) return now.hash === seen.hash ? 'same' : 'forked';
  const isNext = now.sequence === seen.sequence + 1 && now.formerHash !== undefined;
  return isNext && now.formerHash !== seen.hash ? 'forked' : 'newer';
}

/** Refuses a head that is older than one seen before, or that another history has led to. */
export function requireGoingOn(
  seen: SeenHead | null,
  now: SeenHead & { readonly formerHash?: string | null },
): void {
  const judgement = judgeHead(seen, now);
  if (judgement !== 'rolled_back' && judgement !== 'forked') return;
  const details = { seen: seen?.sequence ?? 0, found: now.sequence };
  if (judgement === 'rolled_back') {
    throw new AppError(
      'backup_rolled_back',
      `The backup's list is older than one this device has seen (change ${details.found}, seen ${details.seen}): newer backups may be missing from it. Nothing was changed and your workspace is safe. If you put the older state back yourself, accept it on the Backup page or with "adiuva backup accept-list"; otherwise ask who keeps the backup.`,
      { details },
    );
  }
  throw new AppError(
    'backup_forked',
    `The backup's list has another history than the one this device has seen (change ${details.found}): two states of it are being shown. Nothing was changed and your workspace is safe. Accept this one, on the Backup page or with "adiuva backup accept-list", only if you know why; otherwise start a new backup.`,
    { details },
  );
}
