import { z } from 'zod';
import { instantSchema } from './common.ts';

export const BROWSERS = ['chrome', 'chromium', 'edge', 'brave', 'firefox'] as const;
export const browserSchema = z.enum(BROWSERS);
export type Browser = z.infer<typeof browserSchema>;

export const MAX_VISITS_A_CALL = 2_000;
export const MAX_BOOKMARKS_A_CALL = 5_000;

/** `<browser>:<folder>`, with `@snap` or `@flatpak` where the browser is packed so: what a right names. */
export const browserProfileIdSchema = z
  .string()
  .max(300)
  .regex(/^(chrome|chromium|edge|brave|firefox)(@[a-z]+)?:[^/\\]+$/);

export const browserProfileSchema = z.object({
  id: browserProfileIdSchema,
  browser: browserSchema,
  /** As the browser shows it. */
  name: z.string(),
});
export type BrowserProfile = z.infer<typeof browserProfileSchema>;
export const listProfilesOutputSchema = z.object({ profiles: z.array(browserProfileSchema) });

export const listVisitsInputSchema = z.object({
  profile: browserProfileIdSchema,
  /** Milliseconds since the Unix epoch. */
  since: instantSchema.min(0).default(0),
  /** From an earlier answer. */
  cursor: z
    .string()
    .regex(/^\d{1,19}\.\d{1,15}$/)
    .nullish(),
  limit: z.number().int().min(1).max(MAX_VISITS_A_CALL).default(500),
});
export type ListVisitsInput = z.infer<typeof listVisitsInputSchema>;

export const listVisitsOutputSchema = z.object({
  /** The earliest first. Pages that are nobody's business (settings, files, frames) are left out. */
  visits: z.array(z.object({ url: z.string(), title: z.string(), visitedAt: instantSchema })),
  /** To go on from, now or another day; null where nothing was visited yet. */
  cursor: z.string().nullable(),
  hasMore: z.boolean(),
});
export type VisitList = z.infer<typeof listVisitsOutputSchema>;

export const listBookmarksInputSchema = z.object({
  profile: browserProfileIdSchema,
  limit: z.number().int().min(1).max(MAX_BOOKMARKS_A_CALL).default(MAX_BOOKMARKS_A_CALL),
});
export type ListBookmarksInput = z.infer<typeof listBookmarksInputSchema>;

export const listBookmarksOutputSchema = z.object({
  bookmarks: z.array(
    z.object({
      url: z.string(),
      title: z.string(),
      addedAt: instantSchema.nullable(),
      /** Names of the folders that it lies in, the outermost first. */
      folders: z.array(z.string()).readonly(),
    }),
  ),
  isTruncated: z.boolean(),
});
