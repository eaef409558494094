import type { Egress } from '#main/engine/egress/index.ts';
import type { CalendarReader } from './calendar-reader.ts';
import type { StoredEntry } from './calendar-objects.store.ts';
import type { StoredSource } from './calendar-sources.store.ts';

/** What a look at a source found. Null for "nothing is new". */
export type Found = {
  readonly entries: readonly StoredEntry[];
  readonly goneKeys: readonly string[];
  readonly syncState: Readonly<Record<string, string>>;
} | null;

export type Look = {
  readonly source: StoredSource;
  /** What is known of it, by key. */
  readonly etags: ReadonlyMap<string, string>;
  readonly secret: string | null;
  readonly timeZone: string;
  readonly reader: CalendarReader;
  readonly egress: Egress;
  readonly signal: AbortSignal;
};
