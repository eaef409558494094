import { z } from 'zod';
import type { ValueSource } from './actions.ts';
import type { SearchKind } from './search.ts';

/** What has passages: all that is searched, and what the assistant keeps in mind. */
export type PassageKind = SearchKind | 'memory';

/** What a search for passages is limited to. */
export const passageScopeSchema = z.object({
  clientId: z.uuid().nullable().default(null),
  projectId: z.uuid().nullable().default(null),
});
export type PassageScope = z.infer<typeof passageScopeSchema>;

export const passageSearchInputSchema = z.object({
  query: z.string().min(1).max(2000),
  scope: passageScopeSchema.default({ clientId: null, projectId: null }),
  /** All kinds when absent. */
  kinds: z.array(z.string().max(40)).max(20).optional(),
  limit: z.number().int().min(1).max(50).default(8),
  mode: z.enum(['hybrid', 'words', 'meaning']).default('hybrid'),
  locale: z.enum(['en', 'it']).default('en'),
});
export type PassageSearchInput = z.input<typeof passageSearchInputSchema>;

/** Why a passage was found. */
export type PassageWhy = {
  /** Place in the list by words and by meaning, from 1; null where it is not in it. */
  readonly wordRank: number | null;
  readonly meaningRank: number | null;
  /** Cosine similarity, -1 to 1. */
  readonly similarity: number | null;
  /** Words of the question that stand in it. */
  readonly words: readonly string[];
};

/** A piece of something in the workspace or found outside of it, with what is needed to quote it and to go there. */
export type Passage = {
  /** `<kind>:<entity id>#<n>`, stable while the text stays. */
  readonly id: string;
  readonly kind: PassageKind;
  readonly entityId: string;
  readonly title: string;
  readonly text: string;
  /** Heading path inside it, outermost first. */
  readonly headings: readonly string[];
  /** UTF-16 offset in the item's text. */
  readonly start: number;
  /** Opens the item at the place. */
  readonly link: string;
  readonly source: ValueSource;
  readonly clientId: string | null;
  readonly clientName: string | null;
  readonly projectId: string | null;
  readonly projectName: string | null;
  readonly projectColour: string | null;
  /** Of a private client or project. */
  readonly isPrivate: boolean;
  readonly updatedAt: number;
  readonly score: number;
  readonly why: PassageWhy;
};

/** How much of what can be found is searched by its meaning. */
export type PassageCoverage = {
  readonly kinds: readonly {
    readonly kind: PassageKind;
    readonly passages: number;
    readonly embedded: number;
  }[];
  readonly passages: number;
  readonly embedded: number;
  /** Items that were changed and are not taken in yet, about. */
  readonly dueItems: number;
  /** Id of the embedder that answers; null before there is one. */
  readonly embedder: string | null;
  /** Another one was chosen; the former answers until the new one has all vectors. */
  readonly isChanging: boolean;
  /** How the nearest are found: `exact` looks at every vector, `flat` and `ann` ask the index beside the store. */
  readonly vectorIndex: 'exact' | 'flat' | 'ann';
};
