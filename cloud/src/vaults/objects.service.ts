import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { SignedIn } from '../accounts/accounts.store.ts';
import type { ByteRange } from '../blobs/blob-store.ts';
import { CloudError } from '../errors.ts';
import { purgeKept } from './blobs.store.ts';
import { commitVersion, etagOf, findRepeated, type NewObject, type Written } from './commit-version.ts';
import { requireGuard, requirePrecondition, type Precondition } from './preconditions.ts';
import { requireRoom } from './quota.ts';
import { announceBlob, receiveBlob } from './receive-blob.ts';
import { listUploadsOf, removeUpload } from './uploads.store.ts';
import { ensureVault, getVault, notFound, withAccount, type VaultDeps } from './vault-deps.ts';
import * as store from './versions.store.ts';

export type ObjectAddress = { readonly vault: string; readonly name: string };

export type ObjectService = {
  /** Whole or not at all; durable when it resolves. */
  put(caller: SignedIn, vault: string, object: NewObject & { readonly body: Readable }): Promise<Written>;
  /** The present version. Rejects with `not_found`. */
  get(caller: SignedIn, address: ObjectAddress): Promise<store.VersionRow>;
  open(version: store.VersionRow, range?: ByteRange): Promise<Readable>;
  list(
    caller: SignedIn,
    vault: string,
    page: { readonly prefix: string; readonly afterName?: string | undefined; readonly limit: number },
  ): Promise<readonly store.VersionRow[]>;
  /** Soft, and no error where it is already gone. */
  remove(caller: SignedIn, address: ObjectAddress, precondition: Precondition): Promise<void>;
  listDeleted(caller: SignedIn, vault: string, page: store.Page): Promise<readonly store.VersionRow[]>;
  restore(
    caller: SignedIn,
    deleted: { readonly vault: string; readonly versionId: string },
    precondition: Precondition,
  ): Promise<store.VersionRow>;
  history(caller: SignedIn, vault: string, page: store.Page): Promise<readonly store.HeadWriteRow[]>;
  removeVault(caller: SignedIn, vault: string): Promise<void>;
};

export function createObjects(deps: VaultDeps): ObjectService {
  const { db, blobs, nowMs } = deps;
  return {
    put: (caller, vault, object) => put(deps, caller, vault, object),
    get: async (caller, { vault, name }) => {
      const { id } = await getVault(deps, caller, vault);
      const version = await store.findLive(db, id, name);
      if (version === undefined) throw notFound();
      return version;
    },
    open: (version, range) => blobs.read(version.blobId, range),
    list: async (caller, vault, page) => {
      const found = await store.findVault(db, caller.account.id, vault);
      return found === undefined ? [] : store.listLive(db, found.id, page);
    },
    remove: (caller, { vault, name }, precondition) =>
      withAccount(deps, caller, async (tx, account) => {
        const found = await store.findVault(tx, account.id, vault);
        const present = found === undefined ? undefined : await store.findLive(tx, found.id, name);
        if (present === undefined) return;
        requirePrecondition(precondition, etagOf(present));
        await store.markDeleted(tx, present.id, nowMs());
      }),
    listDeleted: async (caller, vault, page) => {
      const found = await store.findVault(db, caller.account.id, vault);
      return found === undefined ? [] : store.listDeleted(db, found.id, page);
    },
    restore: (caller, deleted, precondition) => restore(deps, caller, deleted, precondition),
    history: async (caller, vault, page) => {
      const found = await store.findVault(db, caller.account.id, vault);
      return found === undefined ? [] : store.listHeadWrites(db, found.id, page);
    },
    removeVault: (caller, vault) =>
      withAccount(deps, caller, async (tx, account) => {
        const found = await store.findVault(tx, account.id, vault);
        if (found === undefined) return;
        for (const upload of await listUploadsOf(tx, found.id)) {
          await purgeKept(tx, await removeUpload(tx, upload.id));
        }
        await store.markVaultDeleted(tx, found.id, nowMs());
      }),
  };
}

async function put(
  deps: VaultDeps,
  caller: SignedIn,
  vault: string,
  { body, ...object }: NewObject & { readonly body: Readable },
): Promise<Written> {
  requireGuard(object.name, object.precondition);
  if (object.sizeBytes > deps.config.maxObjectBytes) {
    throw new CloudError(
      'too_large',
      'The object is too large for one request. Nothing was kept; send it in parts.',
    );
  }
  const begun = await withAccount(deps, caller, async (tx, account) => {
    const { id: vaultId } = await ensureVault(deps, tx, { accountId: account.id, name: vault });
    const repeated = await findRepeated(tx, vaultId, object);
    if (repeated !== undefined) return { repeated };
    const { quotaBytes } = deps.config;
    await requireRoom(tx, account, { sizeBytes: object.sizeBytes, quotaBytes });
    const blob = { accountId: account.id, sizeBytes: object.sizeBytes, purpose: 'object' as const };
    return { vaultId, blobId: await announceBlob(deps, tx, blob) };
  });
  if (begun.repeated !== undefined) return { version: begun.repeated, isNew: false };
  const { vaultId, blobId } = begun;
  return receiveBlob(deps, { blobId, body, expected: object }, () =>
    withAccount(deps, caller, (tx) => commitVersion(deps, tx, { caller, vaultId, blobId, object })),
  );
}

async function restore(
  deps: VaultDeps,
  caller: SignedIn,
  { vault, versionId }: { readonly vault: string; readonly versionId: string },
  precondition: Precondition,
): Promise<store.VersionRow> {
  return withAccount(deps, caller, async (tx, account) => {
    const found = await store.findVault(tx, account.id, vault);
    const deleted = found === undefined ? undefined : await store.findDeleted(tx, found.id, versionId);
    if (deleted === undefined) throw notFound();
    const present = await store.findLive(tx, deleted.vaultId, deleted.name);
    // Nothing is replaced unless the caller names what.
    const expected: Precondition = precondition.kind === 'none' ? { kind: 'absent' } : precondition;
    requirePrecondition(expected, present === undefined ? undefined : etagOf(present));
    await requireRoom(tx, account, { sizeBytes: deleted.sizeBytes, quotaBytes: deps.config.quotaBytes });
    const now = deps.nowMs();
    if (present !== undefined) await store.markDeleted(tx, present.id, now);
    const id = randomUUID();
    await store.revive(tx, versionId, { id, nowMs: now });
    await store.touchVault(tx, deleted.vaultId, now);
    return { ...deleted, id, deletedAtMs: null, modifiedAtMs: now, idempotencyKey: null };
  });
}
