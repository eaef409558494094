import { z } from 'zod';
import { IMPORT_KINDS } from './choices.ts';

export { IMPORT_KINDS };

export const importKindSchema = z.enum(IMPORT_KINDS);
export type ImportKind = z.infer<typeof importKindSchema>;

/** CSV column -> field of the entity; columns not named are ignored. */
export const columnMappingSchema = z.object({
  columns: z.record(z.string().max(200), z.string().max(60)),
  /** Day-month order of ambiguous dates. */
  dateOrder: z.enum(['ymd', 'dmy', 'mdy']).default('ymd'),
  /** Source value -> status/priority of ours. */
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
});
export type ColumnMapping = z.infer<typeof columnMappingSchema>;

/**
 * `path`: a file or folder on this machine. The web host, which has no native file dialog, hands over an
 * `uploadId` instead (see `imports.beginUpload`).
 */
export const importSourceSchema = z.union([
  z.object({ path: z.string().min(1).max(4096) }),
  z.object({ uploadId: z.uuid() }),
]);
export type ImportSource = z.infer<typeof importSourceSchema>;

export const importStartSchema = z.object({
  source: importSourceSchema,
  kind: importKindSchema.optional(),
  mapping: columnMappingSchema.optional(),
  isDryRun: z.boolean().default(false),
});
export type ImportStart = z.infer<typeof importStartSchema>;

export type ImportCounts = {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly skipped: number;
  readonly failed: number;
};

/** What `imports.inspect` found before anything is read into the store. */
export type ImportInspection = {
  readonly kind: ImportKind;
  readonly fileCount: number;
  readonly sizeBytes: number;
  /** For CSV: header, first rows and the mapping proposed from the header. */
  readonly csv: {
    readonly header: readonly string[];
    readonly sample: readonly (readonly string[])[];
    readonly proposed: ColumnMapping;
    readonly fields: readonly string[];
  } | null;
};

export const importPresetSchema = z.object({
  name: z.string().trim().min(1).max(100),
  kind: importKindSchema,
  mapping: columnMappingSchema,
});
export type ImportPreset = z.infer<typeof importPresetSchema>;
