import type { Page } from '#shared/contracts/common.ts';
import type {
  ExternalEvent,
  ExternalItem,
  ExternalKind,
  IndexItem,
  IndexListInput,
  ListEventsInput,
  ListExternalInput,
  OwnEntries,
  PutOutcome,
  TimelineEventInput,
} from '#shared/contracts/external-items.ts';
import { AppError } from '#shared/errors.ts';
import { addDays, localDateOf } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { ExternalReads, ExternalRow, KnownItem } from './external-items.store.ts';

export type ExternalDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly reads: ExternalReads;
  readonly writes: {
    findKnown(
      tx: Writer,
      owner: string,
      names: readonly { readonly kind: ExternalKind; readonly externalId: string }[],
    ): Promise<readonly KnownItem[]>;
    findLinks(
      tx: Writer,
      projectIds: readonly string[],
      clientIds: readonly string[],
    ): Promise<ReadonlySet<string>>;
    isSameRow(known: ExternalRow, row: ExternalRow): boolean;
    putRows(tx: Writer, rows: readonly (ExternalRow & { readonly id: string })[]): void;
    removeRows(tx: Writer, owner: string, kind: ExternalKind, ids: readonly string[]): Promise<number>;
    removeSome(tx: Writer, owner: string, limit: number): Promise<number>;
  };
  /** Puts the words of the rows in again where they are missing. */
  mendIndex(): Promise<boolean>;
};

/** Of one owner: what a plugin that never stops could fill the disk with has an end. */
const MAX_ITEMS = 200_000;
const MAX_EVENTS_SHOWN = 5_000;
const ROWS_A_TURN = 500;
const DAY_MS = 86_400_000;

/** Files, web pages, mails and events that plugins found, each belonging to the one that put it there. */
export class ExternalItemsService {
  readonly #deps: ExternalDeps;

  constructor(deps: ExternalDeps) {
    this.#deps = deps;
  }

  /** Whatever the index lacks after a store was saved from damage. */
  async start(): Promise<void> {
    await this.#deps.mendIndex();
  }

  putItems(owner: string, items: readonly IndexItem[]): Promise<PutOutcome> {
    return this.#put(
      owner,
      items.map((item) => ({ ...rowOf(owner, item), kind: item.kind, occurredAt: item.occurredAt ?? null })),
    );
  }

  putEvents(owner: string, events: readonly TimelineEventInput[]): Promise<PutOutcome> {
    const rows = events.map((event) => ({
      ...rowOf(owner, event),
      kind: 'event' as const,
      location: event.location ?? null,
      ...spanOf(event),
    }));
    return this.#put(owner, rows);
  }

  async remove(owner: string, kind: ExternalKind, ids: readonly string[]): Promise<number> {
    const { store, writes } = this.#deps;
    const { value } = await store.write({ command: 'index.remove', principal: owner }, (tx) =>
      writes.removeRows(tx, owner, kind, ids),
    );
    return value;
  }

  /** What an owner has put there, by its own names. */
  async listOwn(owner: string, input: IndexListInput): Promise<OwnEntries> {
    const items = await this.#deps.reads.listOwn(owner, input);
    return { items: [...items], after: items.length < input.limit ? null : (items.at(-1)?.id ?? null) };
  }

  /** A plugin was removed: what it put there goes with it. */
  async removeAllOf(owner: string): Promise<number> {
    const { store, writes } = this.#deps;
    let total = 0;
    for (let count = ROWS_A_TURN; count === ROWS_A_TURN; total += count) {
      ({ value: count } = await store.write({ command: 'index.remove', principal: owner }, (tx) =>
        writes.removeSome(tx, owner, ROWS_A_TURN),
      ));
    }
    return total;
  }

  list(input: ListExternalInput): Promise<Page<ExternalItem>> {
    return this.#deps.reads.list(input);
  }

  /** Events that touch the span of days, both ends inclusive, the earliest first; at most 5,000. */
  listEvents(input: ListEventsInput): Promise<readonly ExternalEvent[]> {
    return this.#deps.reads.listEvents(input, MAX_EVENTS_SHOWN);
  }

  async #put(owner: string, rows: readonly ExternalRow[]): Promise<PutOutcome> {
    const { store, writes, reads, ids } = this.#deps;
    if ((await reads.countOf(owner)) + rows.length > MAX_ITEMS)
      throw new AppError(
        'payload_too_large',
        `This plugin has put ${MAX_ITEMS} entries into the index, which is the most it may. Nothing was added; remove old ones first.`,
      );
    const { value } = await store.write({ command: 'index.put', principal: owner }, async (tx) => {
      // Of two under the same name the later one counts.
      const named = [...new Map(rows.map((row) => [`${row.kind}\0${row.externalId}`, row])).values()];
      const links = await writes.findLinks(
        tx,
        named.flatMap((row) => row.projectId ?? []),
        named.flatMap((row) => row.clientId ?? []),
      );
      const refused = named.filter((row) => !hasLinks(row, links));
      const fit = named.filter((row) => hasLinks(row, links));
      const known = new Map(
        (await writes.findKnown(tx, owner, named)).map((row) => [`${row.kind}\0${row.externalId}`, row]),
      );
      const knownOf = (row: ExternalRow) => known.get(`${row.kind}\0${row.externalId}`);
      const isSame = (row: ExternalRow) => {
        const before = knownOf(row);
        return before !== undefined && writes.isSameRow(before, row);
      };
      const fresh = fit.filter((row) => !isSame(row));
      writes.putRows(
        tx,
        fresh.map((row) => ({ ...row, id: knownOf(row)?.id ?? ids.next() })),
      );
      const added = fresh.filter((row) => knownOf(row) === undefined).length;
      return {
        added,
        changed: fresh.length - added,
        unchanged: fit.length - fresh.length,
        refused: refused.map((row) => ({ id: row.externalId, reason: 'unknown_link' })),
      };
    });
    return value;
  }
}

function hasLinks(row: ExternalRow, links: ReadonlySet<string>): boolean {
  return [row.projectId, row.clientId].every((id) => id === null || links.has(id));
}

function rowOf(owner: string, item: Omit<IndexItem, 'kind' | 'occurredAt'>): Omit<ExternalRow, 'kind'> {
  return {
    owner,
    externalId: item.id,
    title: item.title,
    text: item.text,
    url: item.url ?? null,
    projectId: item.projectId ?? null,
    clientId: item.clientId ?? null,
    groupName: item.groupName ?? null,
    location: null,
    occurredAt: null,
    startsAt: null,
    endsAt: null,
    startDay: null,
    endDay: null,
    isAllDay: false,
  };
}

/** Days as the timeline draws them, in the machine's time zone; an end at midnight belongs to the day before. */
function spanOf(
  event: TimelineEventInput,
): Pick<ExternalRow, 'startsAt' | 'endsAt' | 'startDay' | 'endDay' | 'isAllDay'> {
  if (event.isAllDay) {
    const last = addDays(event.endDay, -1);
    const { startDay } = event;
    return {
      isAllDay: true,
      startsAt: null,
      endsAt: null,
      startDay,
      endDay: last < startDay ? startDay : last,
    };
  }
  const { startsAt } = event;
  const endsAt = Math.max(startsAt, Math.min(event.endsAt, startsAt + 366 * DAY_MS));
  const startDay = localDateOf(new Date(startsAt));
  const endDay = localDateOf(new Date(Math.max(startsAt, endsAt - 1)));
  return { isAllDay: false, startsAt, endsAt, startDay, endDay };
}
