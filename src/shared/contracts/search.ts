import { z } from 'zod';
import type { ItemKind } from './common.ts';
import type { ExternalKind } from './external-items.ts';
import type { PassageWhy } from './passages.ts';

export const searchInputSchema = z.object({
  /** Free text with operators `type: client: project: tag: status: priority: due: before: after: is:`. */
  query: z.string().max(1000),
  limit: z.number().int().min(1).max(200).default(30),
  offset: z.number().int().min(0).max(10_000).default(0),
  locale: z.enum(['en', 'it']).default('en'),
});
export type SearchInput = z.infer<typeof searchInputSchema>;

/** Text with the matched ranges (UTF-16 offsets, half-open, sorted, not overlapping). */
export type Highlighted = { readonly text: string; readonly ranges: readonly (readonly [number, number])[] };

/** Something of the workspace, or something that a plugin found outside of it. */
export type SearchKind = ItemKind | ExternalKind;

export type SearchHit = {
  readonly kind: SearchKind;
  readonly id: string;
  readonly title: Highlighted;
  readonly excerpt: Highlighted;
  readonly clientName: string | null;
  readonly projectName: string | null;
  readonly projectColour: string | null;
  readonly status: string | null;
  readonly dueDate: string | null;
  readonly updatedAt: number;
  /** `adiuva://task/<id>`; of what lies outside the address that opens it, empty where it has none. */
  readonly link: string;
  /** A private client or project, or something of one. */
  readonly isPrivate: boolean;
};

/** Something whose passage says what was asked for, though perhaps in other words. */
export type NearHit = SearchHit & {
  /** Headings over the passage, outermost first. */
  readonly headings: readonly string[];
  /** Opens it at the passage. */
  readonly placeLink: string;
  readonly why: PassageWhy;
};

export type NearResult = { readonly hits: readonly NearHit[]; readonly tookMs: number };

export type SearchResult = {
  readonly hits: readonly SearchHit[];
  /** All matches up to `totalIsAtLeast`'s cap. */
  readonly total: number;
  readonly totalIsAtLeast: boolean;
  readonly warnings: readonly string[];
  readonly tookMs: number;
};
