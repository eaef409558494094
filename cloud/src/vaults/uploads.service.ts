import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { SignedIn } from '../accounts/accounts.store.ts';
import type { Expected } from '../blobs/blob-store.ts';
import { CloudError } from '../errors.ts';
import { keepBlob, purgeKept } from './blobs.store.ts';
import { commitVersion, findRepeated, type NewObject, type Written } from './commit-version.ts';
import { requireGuard } from './preconditions.ts';
import { requireRoom } from './quota.ts';
import { announceBlob, receiveBlob } from './receive-blob.ts';
import * as store from './uploads.store.ts';
import { ensureVault, getVault, notFound, withAccount, type VaultDeps } from './vault-deps.ts';

const LIFETIME_MS = 7 * 24 * 60 * 60_000;

export type UploadRequest = Expected & { readonly name: string; readonly partBytes: number };
export type UploadState = { readonly upload: store.UploadRow; readonly parts: readonly store.PartRow[] };
export type UploadAddress = { readonly vault: string; readonly uploadId: string };
export type Part = Expected & { readonly number: number; readonly body: Readable };

export type UploadService = {
  /** The open upload of the very same object where there is one, with the parts that have arrived. */
  begin(
    caller: SignedIn,
    vault: string,
    request: UploadRequest,
  ): Promise<UploadState & { readonly isNew: boolean }>;
  get(caller: SignedIn, address: UploadAddress): Promise<UploadState>;
  putPart(caller: SignedIn, address: UploadAddress, part: Part): Promise<void>;
  /** Makes the object of its parts; checks the digest of the whole. */
  complete(
    caller: SignedIn,
    address: UploadAddress,
    how: Pick<NewObject, 'precondition' | 'idempotencyKey'>,
  ): Promise<Written>;
  remove(caller: SignedIn, address: UploadAddress): Promise<void>;
};

export function partCountOf({
  sizeBytes,
  partBytes,
}: {
  readonly sizeBytes: number;
  readonly partBytes: number;
}): number {
  return Math.max(1, Math.ceil(sizeBytes / partBytes));
}

export function createUploads(deps: VaultDeps): UploadService {
  const { db } = deps;
  const find = async (caller: SignedIn, { vault, uploadId }: UploadAddress) => {
    const { id } = await getVault(deps, caller, vault);
    const upload = await store.findUpload(db, id, uploadId);
    if (upload === undefined) throw notFound();
    return upload;
  };
  return {
    begin: (caller, vault, request) => begin(deps, caller, vault, request),
    get: async (caller, address) => {
      const upload = await find(caller, address);
      return { upload, parts: await store.listParts(db, upload.id) };
    },
    putPart: async (caller, address, part) => putPart(deps, caller, await find(caller, address), part),
    complete: async (caller, address, how) => complete(deps, caller, await find(caller, address), how),
    remove: (caller, { vault, uploadId }) =>
      withAccount(deps, caller, async (tx) => {
        const { id } = await getVault({ ...deps, db: tx }, caller, vault);
        const upload = await store.findUpload(tx, id, uploadId);
        if (upload !== undefined) await purgeKept(tx, await store.removeUpload(tx, upload.id));
      }),
  };
}

async function begin(
  deps: VaultDeps,
  caller: SignedIn,
  vault: string,
  request: UploadRequest,
): Promise<UploadState & { readonly isNew: boolean }> {
  if (request.sizeBytes > deps.config.maxUploadBytes) {
    throw new CloudError('too_large', 'The object is larger than this server takes. Nothing was kept.');
  }
  return withAccount(deps, caller, async (tx, account) => {
    const { id: vaultId } = await ensureVault(deps, tx, { accountId: account.id, name: vault });
    const same = await store.findSameUpload(tx, { ...request, vaultId });
    if (same !== undefined) return { upload: same, parts: await store.listParts(tx, same.id), isNew: false };
    const { quotaBytes } = deps.config;
    await requireRoom(tx, account, { sizeBytes: request.sizeBytes, quotaBytes });
    const { name, sizeBytes, sha256, partBytes } = request;
    const upload = {
      id: randomUUID(),
      accountId: account.id,
      vaultId,
      name,
      sizeBytes,
      sha256,
      partBytes,
      expiresAtMs: deps.nowMs() + LIFETIME_MS,
    };
    await store.addUpload(tx, upload);
    return { upload, parts: [], isNew: true };
  });
}

async function putPart(
  deps: VaultDeps,
  caller: SignedIn,
  upload: store.UploadRow,
  part: Part,
): Promise<void> {
  const { number, sizeBytes, sha256, body } = part;
  const count = partCountOf(upload);
  const wantedBytes = number < count ? upload.partBytes : upload.sizeBytes - upload.partBytes * (count - 1);
  if (number > count || sizeBytes !== wantedBytes) {
    throw new CloudError(
      'invalid_input',
      'The part does not fit into its upload: its number or its size is not right.',
    );
  }
  const accountId = caller.account.id;
  const blobId = await deps.db.transaction((tx) =>
    announceBlob(deps, tx, { accountId, sizeBytes, purpose: 'part' }),
  );
  await receiveBlob(deps, { blobId, body, expected: part }, () =>
    withAccount(deps, caller, async (tx) => {
      const isOpen = (await store.findUpload(tx, upload.vaultId, upload.id)) !== undefined;
      if (!isOpen || !(await keepBlob(tx, blobId))) throw notFound();
      const former = await store.setPart(tx, { uploadId: upload.id, number, blobId, sizeBytes, sha256 });
      if (former !== undefined) await purgeKept(tx, [former]);
      await store.extendUpload(tx, upload.id, deps.nowMs() + LIFETIME_MS);
    }),
  );
}

async function complete(
  deps: VaultDeps,
  caller: SignedIn,
  upload: store.UploadRow,
  how: Pick<NewObject, 'precondition' | 'idempotencyKey'>,
): Promise<Written> {
  const object = { ...how, name: upload.name, sizeBytes: upload.sizeBytes, sha256: upload.sha256 };
  requireGuard(object.name, object.precondition);
  const parts = await store.listParts(deps.db, upload.id);
  if (parts.length !== partCountOf(upload)) {
    throw new CloudError(
      'conflict',
      'Parts of this upload have not arrived yet. Those that have are kept; send the rest.',
    );
  }
  const begun = await withAccount(deps, caller, async (tx, account) => {
    const repeated = await findRepeated(tx, upload.vaultId, object);
    if (repeated !== undefined) return { repeated };
    // Its room was set aside when the upload began.
    const blob = { accountId: account.id, sizeBytes: upload.sizeBytes, purpose: 'part' as const };
    return { blobId: await announceBlob(deps, tx, blob) };
  });
  if (begun.repeated !== undefined) return { version: begun.repeated, isNew: false };
  const { blobId } = begun;
  const body = Readable.from(bytesOf(deps, parts), { objectMode: false });
  return receiveBlob(deps, { blobId, body, expected: object }, () =>
    withAccount(deps, caller, async (tx) => {
      const written = await commitVersion(deps, tx, { caller, vaultId: upload.vaultId, blobId, object });
      await purgeKept(tx, await store.removeUpload(tx, upload.id));
      return written;
    }),
  );
}

async function* bytesOf({ blobs }: VaultDeps, parts: readonly store.PartRow[]): AsyncGenerator<Buffer> {
  for (const { blobId } of parts) yield* await blobs.read(blobId);
}
