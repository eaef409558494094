import type { CalendarChanges, CalendarEventPage } from '#shared/contracts/connectors.ts';
import type { ExpandedEvent } from '#shared/contracts/calendar-worker.ts';
import { AppError } from '#shared/errors.ts';
import type { ChangePlace, CalendarObjectsStore } from './calendar-objects.store.ts';
import type { CalendarReader } from './calendar-reader.ts';
import type { StoredSource } from './calendar-sources.store.ts';

export type EventsInput = {
  readonly sources: readonly StoredSource[];
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly after: string | undefined;
  readonly timeZone: string;
};

const MAX_WINDOW_MS = 2 * 366 * 86_400_000;
const MAX_REFUSED = 200;

type Unfolded = Pick<CalendarEventPage, 'items' | 'refused'>;

export type CalendarReading = {
  listEvents(input: EventsInput): Promise<CalendarEventPage>;
  listChanged(input: {
    readonly source: StoredSource;
    readonly reader: string;
    readonly limit: number;
    readonly after: string | undefined;
  }): Promise<CalendarChanges>;
};

export function createCalendarReading(deps: {
  readonly objects: CalendarObjectsStore;
  readonly reader: CalendarReader;
}): CalendarReading {
  /** The window that was unfolded last: its further pages need not unfold it again. */
  let last: { readonly key: string; readonly unfolded: Unfolded } | null = null;
  return {
    async listEvents(input) {
      const { sources, from, to, limit, after, timeZone } = input;
      assertWindow(from, to);
      const revisions = sources.map(({ id, revision }) => [id, revision]);
      const key = JSON.stringify([from, to, timeZone, revisions]);
      if (last?.key !== key) last = { key, unfolded: await unfold(deps, input) };
      const { items, refused } = last.unfolded;
      const start = after === undefined ? 0 : items.findIndex((item) => placeOf(item) > after);
      const page = start < 0 ? [] : items.slice(start, start + limit);
      const final = page.at(-1);
      const hasMore = start >= 0 && start + page.length < items.length;
      return {
        items: page,
        refused: after === undefined ? refused : [],
        cursor: final === undefined ? (after ?? null) : placeOf(final),
        hasMore,
      };
    },
    async listChanged({ source, reader, limit, after }) {
      const place =
        after === undefined
          ? { revision: await deps.objects.readRevision(source.id, reader), key: '\uffff' }
          : parsePlace(after);
      const rows = await deps.objects.changedAfter(source.id, place, limit);
      const final = rows.at(-1);
      const readable = rows.filter(({ refusal }) => refusal === null);
      return {
        changed: readable.map(({ key, ics, isGone }) => ({ key, uid: uidOf(ics), isGone })),
        refused: rows.flatMap(({ key, refusal }) =>
          refusal === null
            ? []
            : [{ source: source.id, key, reason: 'unreadable' as const, message: refusal }],
        ),
        cursor: formatPlace(final ?? place),
        hasMore: rows.length === limit,
      };
    },
  };
}

async function unfold(
  { objects, reader }: { readonly objects: CalendarObjectsStore; readonly reader: CalendarReader },
  { sources, from, to, timeZone }: EventsInput,
): Promise<Unfolded> {
  const items: CalendarEventPage['items'] = [];
  const refused: CalendarEventPage['refused'] = [];
  for (const { id: source } of sources) {
    const entries = await objects.inWindow(source, from, to);
    const found = await reader.expand({ entries, from, to, timeZone });
    items.push(...found.events.map((event) => ({ ...event, source })));
    refused.push(...found.refused.map((refusal) => ({ ...refusal, source })));
    for (const { key, refusal: message } of await objects.refusals(source))
      refused.push({ source, key, reason: 'unreadable', message });
  }
  const sorted = items.toSorted((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
  return { items: sorted, refused: refused.slice(0, MAX_REFUSED) };
}

/** Sorts as text by start, then by what it is. */
function placeOf(event: ExpandedEvent & { readonly source: string }): string {
  const start = String(event.startMs + 1e15).padStart(17, '0');
  return `${start} ${event.source} ${event.id}`.slice(0, 1_500);
}

function assertWindow(from: number, to: number): void {
  if (to > from && to - from <= MAX_WINDOW_MS) return;
  throw new AppError(
    'invalid_input',
    'A window of events ends after its beginning and is two years long at most.',
  );
}

/** Of a calendar cursor: everything up to and with this place was taken in. */
export function parsePlace(cursor: string): ChangePlace {
  const [, revision = '', key = ''] = /^(\d{1,12}) ([\s\S]*)$/.exec(cursor) ?? [];
  if (revision === '')
    throw new AppError('invalid_input', 'This is no cursor of a list of changes. Begin again without it.');
  return { revision: Number(revision), key };
}

function formatPlace({ revision, key }: ChangePlace): string {
  return `${revision} ${key}`;
}

function uidOf(ics: string): string | null {
  return /^UID[^:\r\n]*:([^\r\n]*)/im.exec(ics)?.[1]?.slice(0, 1000) ?? null;
}
