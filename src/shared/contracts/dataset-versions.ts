import { z } from 'zod';
import { pageInput } from './common.ts';
import type { DatasetValue, DatasetVersion } from './datasets.ts';

/** What the pages and commands ask of frozen versions (`datasets.versions.*`). */

const versionNumberSchema = z.number().int().min(1).max(1_000_000_000);

export const versionFreezeInputSchema = z.object({
  datasetId: z.uuid(),
  note: z.string().trim().max(2000).default(''),
});
export type VersionFreezeInput = z.infer<typeof versionFreezeInputSchema>;

/** `isNew` is false where nothing has changed since the version that is answered. */
export type Frozen = { readonly version: DatasetVersion; readonly isNew: boolean };

export const versionListInputSchema = z.object({
  datasetId: z.uuid(),
  isDeleted: z.boolean().default(false),
});
export const versionRefSchema = z.object({ datasetId: z.uuid(), version: versionNumberSchema });
export const versionRecordsInputSchema = versionRefSchema.extend(pageInput);
export type VersionRecordsInput = z.infer<typeof versionRecordsInputSchema>;

/** A record as it was frozen. */
export type FrozenRecord = { readonly number: number; readonly value: DatasetValue };

/** Null is the dataset as it is now. */
const sideSchema = versionNumberSchema.nullable();

export const versionDiffInputSchema = z.object({
  datasetId: z.uuid(),
  from: sideSchema,
  to: sideSchema,
  /** The column that tells which records are the same one; their numbers when absent. */
  key: z.string().min(1).max(200).optional(),
  offset: z.number().int().min(0).default(0),
  limit: z.number().int().min(0).max(500).default(100),
});
export type VersionDiffInput = z.infer<typeof versionDiffInputSchema>;

export type DatasetDifference = {
  readonly kind: 'added' | 'removed' | 'changed';
  /** In the later side; in the earlier one where it was removed. */
  readonly number: number;
  readonly before: DatasetValue | null;
  readonly after: DatasetValue | null;
  /** Of a changed one: the columns that differ. */
  readonly columns: readonly string[];
};

export type DatasetDiff = {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  /** How many changed records differ in each column, most first. */
  readonly columns: readonly { readonly column: string; readonly changed: number }[];
  /** Parts of the definition that differ, by their name in `dataset.yaml`. */
  readonly definition: readonly string[];
  readonly items: readonly DatasetDifference[];
};
