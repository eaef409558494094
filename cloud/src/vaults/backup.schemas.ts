import { z } from 'zod';
import { TIERS } from '../tiers.ts';
import { etagOf } from './commit-version.ts';
import { partCountOf, type UploadState } from './uploads.service.ts';
import type { HeadWriteRow, VaultSummary, VersionRow } from './versions.store.ts';

const DAY_MS = 24 * 60 * 60_000;

const vaultName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const objectName = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,5}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const vaultParams = z.object({ vault: vaultName });
export const objectParams = z.object({ vault: vaultName, '*': objectName });
export const deletedParams = z.object({ vault: vaultName, id: z.uuid() });
export const uploadParams = z.object({ vault: vaultName, id: z.uuid() });
export const partParams = z.object({
  vault: vaultName,
  id: z.uuid(),
  number: z.coerce.number().int().min(1).max(100_000),
});

export const conditionHeaders = z.looseObject({
  'if-match': z.string().max(200).optional(),
  'if-none-match': z.string().max(200).optional(),
  'idempotency-key': z
    .string()
    .regex(/^[A-Za-z0-9_-]{8,64}$/)
    .optional(),
});
/** RFC 9530; SHA-256 alone, as one member. */
export const bodyHeaders = conditionHeaders.extend({
  'content-digest': z.string().regex(/^sha-256=:[A-Za-z0-9+/]{43}=:$/),
});
export const rangeHeaders = z.looseObject({
  range: z.string().max(100).optional(),
  'if-match': z.string().max(200).optional(),
});

const cursor = z.string().max(400).optional();
const limit = (max: number) => z.coerce.number().int().min(1).max(max).default(Math.min(max, 500));
export const listQuery = z.strictObject({
  prefix: z.string().max(200).default(''),
  limit: limit(1000),
  cursor,
});
export const pageQuery = z.strictObject({ limit: limit(500), cursor });

export const uploadInput = z.strictObject({
  name: objectName,
  sizeBytes: z.int().min(0),
  sha256,
  partBytes: z.int().min(65_536),
});

export const usageOutput = z.object({
  tier: z.enum(TIERS),
  limitBytes: z.int().nullable(),
  usedBytes: z.int(),
  deletedBytes: z.int(),
  maxObjectBytes: z.int(),
  maxPartBytes: z.int(),
  maxUploadBytes: z.int(),
  requestsPerMinute: z.int(),
});
export const objectOutput = z.object({
  name: z.string(),
  sizeBytes: z.int(),
  modifiedAtMs: z.int(),
  etag: z.string(),
  sha256: z.string(),
});
const nextCursor = z.string().nullable();
export const objectsOutput = z.object({ objects: z.array(objectOutput), nextCursor });
export const vaultsOutput = z.object({
  vaults: z.array(
    z.object({
      name: z.string(),
      createdAtMs: z.int(),
      lastWriteAtMs: z.int(),
      usedBytes: z.int(),
      objectCount: z.int(),
    }),
  ),
});
export const historyOutput = z.object({
  entries: z.array(
    z.object({
      id: z.uuid(),
      atMs: z.int(),
      deviceId: z.uuid(),
      deviceName: z.string(),
      headSizeBytes: z.int(),
      headEtag: z.string(),
      usedBytes: z.int(),
      objectCount: z.int(),
    }),
  ),
  nextCursor,
});
export const deletedOutput = z.object({
  objects: z.array(objectOutput.extend({ id: z.uuid(), deletedAtMs: z.int(), purgeAtMs: z.int() })),
  nextCursor,
});
export const uploadOutput = z.object({
  id: z.uuid(),
  name: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  partBytes: z.int(),
  partCount: z.int(),
  expiresAtMs: z.int(),
  parts: z.array(z.object({ number: z.int(), sizeBytes: z.int(), sha256: z.string() })),
});

export function toObject(row: VersionRow): z.infer<typeof objectOutput> {
  const { name, sizeBytes, modifiedAtMs } = row;
  return { name, sizeBytes, modifiedAtMs, etag: etagOf(row), sha256: row.sha256 };
}

export function toDeleted(row: VersionRow, deletedDays: number) {
  const deletedAtMs = row.deletedAtMs ?? 0;
  return {
    ...toObject(row),
    id: row.id,
    deletedAtMs,
    purgeAtMs: deletedAtMs + Math.round(deletedDays * DAY_MS),
  };
}

export function toVault({ name, createdAtMs, lastWriteAtMs, usedBytes, objectCount }: VaultSummary) {
  return { name, createdAtMs, lastWriteAtMs, usedBytes, objectCount };
}

export function toHistoryEntry({ versionId, vaultId: _vaultId, ...row }: HeadWriteRow) {
  return { ...row, headEtag: `"${versionId}"` };
}

export function toUpload({ upload, parts }: UploadState): z.infer<typeof uploadOutput> {
  const { id, name, sizeBytes, sha256: digest, partBytes, expiresAtMs } = upload;
  return {
    id,
    name,
    sizeBytes,
    sha256: digest,
    partBytes,
    partCount: partCountOf(upload),
    expiresAtMs,
    parts: parts.map(({ number, sizeBytes: bytes, sha256: ofPart }) => ({
      number,
      sizeBytes: bytes,
      sha256: ofPart,
    })),
  };
}
