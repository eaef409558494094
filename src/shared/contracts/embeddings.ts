import { z } from 'zod';

/** Something that turns texts into vectors, for the search by meaning. */
export type EmbedderInfo = {
  readonly id: string;
  /** `built_in` needs nothing; `onnx` is a model's files on this machine; `model` is asked through the gateway. */
  readonly kind: 'built_in' | 'onnx' | 'model';
  readonly name: string;
  readonly dimension: number;
  readonly maxTokens: number;
  /** False where texts leave this machine and the local network. */
  readonly isLocal: boolean;
  readonly isActive: boolean;
  /** False where its files or its provider are gone. */
  readonly isReady: boolean;
};

/** One model that can be downloaded: data, checked like all that comes from outside. */
export const catalogueModelSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,80}$/),
  name: z.string().min(1).max(100),
  licence: z.string().max(100),
  languages: z.array(z.string().max(10)),
  maxTokens: z.number().int().min(8).max(8192),
  files: z
    .array(
      z.object({
        path: z.string().regex(/^(onnx\/)?[a-z0-9_.-]+$/i),
        url: z.url({ protocol: /^https?$/ }),
        sha256: z.string().regex(/^[0-9a-f]{64}$/),
        sizeBytes: z.number().int().min(1).max(4_000_000_000),
      }),
    )
    .min(1)
    .max(20),
});
export type CatalogueModel = z.infer<typeof catalogueModelSchema>;

export type CatalogueEntry = Pick<CatalogueModel, 'id' | 'name' | 'licence' | 'languages'> & {
  readonly sizeBytes: number;
  /** The address that it is fetched from. */
  readonly host: string;
  readonly embedderId: string | null;
};

export const embedderFolderInputSchema = z.object({
  path: z.string().min(1).max(4096),
  name: z.string().trim().min(1).max(100).optional(),
});
export const embedderModelInputSchema = z.object({
  /** `providerId/modelId`. */
  model: z.string().min(3).max(300),
  name: z.string().trim().min(1).max(100).optional(),
});
export const embedderIdSchema = z.object({ id: z.string().min(1).max(400) });
export const embedderDownloadInputSchema = z.object({ id: z.string().min(1).max(100) });
