import { randomUUID } from 'node:crypto';
import type { SignedIn } from '../accounts/accounts.store.ts';
import type { Database } from '../db/open.ts';
import { CloudError } from '../errors.ts';
import { keepBlob } from './blobs.store.ts';
import { requirePrecondition, type Precondition } from './preconditions.ts';
import type { VaultDeps } from './vault-deps.ts';
import * as store from './versions.store.ts';

const HEAD = 'head';

/** What a write says of the object it makes. */
export type NewObject = {
  readonly name: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly precondition: Precondition;
  readonly idempotencyKey?: string | undefined;
};

export type Written = { readonly version: store.VersionRow; readonly isNew: boolean };

export function etagOf({ id }: store.VersionRow): string {
  return `"${id}"`;
}

/**
 * What this very request has written already, else undefined and the precondition holds. Looked at in this order:
 * whoever sends a request again because its answer was lost would fail at the precondition that it met itself.
 */
export async function findRepeated(
  tx: Database,
  vaultId: string,
  object: NewObject,
): Promise<store.VersionRow | undefined> {
  const present = await store.findLive(tx, vaultId, object.name);
  const isSame =
    object.idempotencyKey !== undefined &&
    present?.idempotencyKey === object.idempotencyKey &&
    present.sha256 === object.sha256 &&
    present.sizeBytes === object.sizeBytes;
  if (isSame) return present;
  requirePrecondition(object.precondition, present === undefined ? undefined : etagOf(present));
  return undefined;
}

/** Makes a received blob the object of that name. What was there is deleted, softly. */
export async function commitVersion(
  { nowMs }: VaultDeps,
  tx: Database,
  {
    caller,
    vaultId,
    blobId,
    object,
  }: {
    readonly caller: SignedIn;
    readonly vaultId: string;
    readonly blobId: string;
    readonly object: NewObject;
  },
): Promise<Written> {
  requirePrecondition(object.precondition, await presentEtag(tx, vaultId, object.name));
  if (!(await keepBlob(tx, blobId))) {
    throw new CloudError(
      'unavailable',
      'The object took too long to arrive and was given up. Send it again.',
    );
  }
  const now = nowMs();
  const former = await store.findLive(tx, vaultId, object.name);
  if (former !== undefined) await store.markDeleted(tx, former.id, now);
  const version = {
    id: randomUUID(),
    accountId: caller.account.id,
    vaultId,
    name: object.name,
    blobId,
    sizeBytes: object.sizeBytes,
    sha256: object.sha256,
    idempotencyKey: object.idempotencyKey ?? null,
    modifiedAtMs: now,
    deletedAtMs: null,
  };
  await store.addVersion(tx, version);
  await store.touchVault(tx, vaultId, now);
  if (object.name === HEAD) await recordHead(tx, caller, version);
  return { version, isNew: former === undefined };
}

async function presentEtag(tx: Database, vaultId: string, name: string): Promise<string | undefined> {
  const present = await store.findLive(tx, vaultId, name);
  return present === undefined ? undefined : etagOf(present);
}

async function recordHead(tx: Database, { device }: SignedIn, version: store.VersionRow): Promise<void> {
  const { usedBytes, objectCount } = await store.measureVault(tx, version.vaultId);
  await store.addHeadWrite(tx, {
    id: randomUUID(),
    vaultId: version.vaultId,
    versionId: version.id,
    deviceId: device.id,
    deviceName: device.deviceName,
    atMs: version.modifiedAtMs,
    headSizeBytes: version.sizeBytes,
    usedBytes,
    objectCount,
  });
}
