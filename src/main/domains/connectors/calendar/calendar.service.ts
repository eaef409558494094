import { realpath } from 'node:fs/promises';
import {
  calendarSourceSchema,
  type CalendarChanges,
  type CalendarEventPage,
  type CalendarSource,
  type CalendarSourceInput,
  type CalendarSourcePatch,
  type ConnectionTest,
  type DiscoverCalendarsInput,
  type FoundCalendar,
} from '#shared/contracts/connectors.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { discoverCalendars } from './caldav.ts';
import { lookAt } from './calendar-look.ts';
import {
  createCalendarObjectsStore,
  forgetCalendarReader,
  markGone,
  putObjects,
  writeRevision,
} from './calendar-objects.store.ts';
import { createCalendarReader } from './calendar-reader.ts';
import { createCalendarReading, parsePlace } from './calendar-reading.ts';
import {
  createCalendarSourcesStore,
  deleteSource,
  noteSourceProblem,
  putSource,
  type StoredSource,
} from './calendar-sources.store.ts';
import type { Found } from './look.ts';
import { feedUrl } from './remote-calendar.ts';

export type CalendarDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly egress: Egress;
  readonly secrets: NamedSecrets;
  /** The person's own zone, an IANA name: whole days and times without a zone are read in it. */
  readonly timeZone: () => Promise<string>;
};

export type ListEvents = {
  readonly sources: readonly string[];
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly after?: string | undefined;
};

export type ListChanged = {
  readonly source: string;
  readonly reader: string;
  readonly limit: number;
  readonly after?: string | undefined;
};

export type Calendars = {
  list(): Promise<readonly CalendarSource[]>;
  get(id: string): Promise<CalendarSource>;
  add(input: CalendarSourceInput): Promise<CalendarSource>;
  update(id: string, patch: CalendarSourcePatch): Promise<CalendarSource>;
  remove(id: string): Promise<void>;
  test(input: CalendarSourceInput | { readonly id: string }, signal: AbortSignal): Promise<ConnectionTest>;
  discover(input: DiscoverCalendarsInput, signal: AbortSignal): Promise<readonly FoundCalendar[]>;
  /** Looks for what is new; answers whether something was. */
  refresh(id: string, signal: AbortSignal): Promise<{ readonly hasChanged: boolean }>;
  /** Instances in a window, by their start; looks for what is new first where the last look is a minute old. */
  listEvents(input: ListEvents, signal: AbortSignal): Promise<CalendarEventPage>;
  /** Entries that changed since what this reader acknowledged last. */
  listChanged(input: ListChanged, signal: AbortSignal): Promise<CalendarChanges>;
  acknowledge(input: { source: string; reader: string; cursor: string }): Promise<void>;
  forgetReader(reader: string): Promise<void>;
  close(): Promise<void>;
};

const FRESH_MS = 60_000;
const secretName = (sourceId: string): string => `calendar:${sourceId}`;

export function createCalendars(deps: CalendarDeps): Calendars {
  return new CalendarService(deps);
}

class CalendarService implements Calendars {
  private readonly deps: CalendarDeps;
  private readonly sources;
  private readonly objects;
  private readonly reader = createCalendarReader();
  private readonly reading;
  /** One look at a source at a time; who asks meanwhile is answered by the same one. */
  private readonly looking = new Map<string, Promise<{ hasChanged: boolean }>>();

  constructor(deps: CalendarDeps) {
    this.deps = deps;
    this.sources = createCalendarSourcesStore(deps.store.reader);
    this.objects = createCalendarObjectsStore(deps.store.reader);
    this.reading = createCalendarReading({ objects: this.objects, reader: this.reader });
  }

  async list(): Promise<readonly CalendarSource[]> {
    return (await this.sources.list()).map(shown);
  }

  async get(id: string): Promise<CalendarSource> {
    return shown(await this.stored(id));
  }

  async add(input: CalendarSourceInput): Promise<CalendarSource> {
    const { secret, ...fields } = input;
    const location = await checkedLocation(input);
    const id = this.deps.ids.next();
    const { value } = await this.deps.store.write({ command: 'connectors.calendar.add' }, (tx) => {
      const times = { createdAt: tx.nowMs, updatedAt: tx.nowMs };
      const source: StoredSource = { ...fields, ...FRESH, ...times, location, id };
      putSource(tx, source);
      if (secret !== undefined) this.deps.secrets.setIn(tx, secretName(id), secret);
      return source;
    });
    return shown(value);
  }

  async update(id: string, patch: CalendarSourcePatch): Promise<CalendarSource> {
    const known = await this.stored(id);
    const { secret, ...fields } = patch;
    const location = await checkedLocation({ kind: known.kind, location: patch.location ?? known.location });
    const moves = location !== known.location;
    if (moves && known.kind !== 'file' && secret === undefined) await this.assertNoSecret(id);
    const { value } = await this.deps.store.write({ command: 'connectors.calendar.update' }, (tx) => {
      const given = Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
      // At another place everything is looked at anew; what is not there any more is then found to be gone.
      const state = moves ? { syncState: {}, syncedAt: null } : {};
      const source = { ...known, ...given, ...state, location, problem: null, updatedAt: tx.nowMs };
      putSource(tx, source);
      if (secret !== undefined) this.deps.secrets.setIn(tx, secretName(id), secret);
      return source;
    });
    return shown(value);
  }

  async remove(id: string): Promise<void> {
    await this.stored(id);
    await this.deps.store.write({ command: 'connectors.calendar.remove' }, (tx) => {
      deleteSource(tx, id);
      this.deps.secrets.removeIn(tx, secretName(id));
    });
  }

  async test(
    input: CalendarSourceInput | { readonly id: string },
    signal: AbortSignal,
  ): Promise<ConnectionTest> {
    const startedAt = performance.now();
    const took = () => Math.round(performance.now() - startedAt);
    try {
      const found = await this.tryOut(input, signal);
      const count = found?.entries.length ?? 0;
      return { ok: true, message: `Connected: ${count} entries found.`, tookMs: took() };
    } catch (error) {
      if (!isAppError(error)) throw error;
      return { ok: false, code: error.code, message: error.message, tookMs: took() };
    }
  }

  discover(input: DiscoverCalendarsInput, signal: AbortSignal): Promise<readonly FoundCalendar[]> {
    return discoverCalendars(input, this.deps.egress, signal);
  }

  refresh(id: string, signal: AbortSignal): Promise<{ readonly hasChanged: boolean }> {
    const running = this.looking.get(id);
    if (running !== undefined) return running;
    const look = this.look(id, signal).finally(() => this.looking.delete(id));
    this.looking.set(id, look);
    return look;
  }

  async listEvents(input: ListEvents, signal: AbortSignal): Promise<CalendarEventPage> {
    // Further pages are of the same calendar as the first: a look between them could shift them.
    if (input.after === undefined) for (const id of input.sources) await this.refreshIfStale(id, signal);
    const sources = await Promise.all(input.sources.map((id) => this.readable(id)));
    const timeZone = await this.deps.timeZone();
    return this.reading.listEvents({ ...input, after: input.after, sources, timeZone });
  }

  async listChanged(input: ListChanged, signal: AbortSignal): Promise<CalendarChanges> {
    if (input.after === undefined) await this.refreshIfStale(input.source, signal);
    const source = await this.readable(input.source);
    return this.reading.listChanged({ ...input, after: input.after, source });
  }

  async acknowledge(input: { source: string; reader: string; cursor: string }): Promise<void> {
    const { id, revision } = await this.stored(input.source);
    const place = parsePlace(input.cursor);
    const [next] = await this.objects.changedAfter(id, place, 1);
    // In the middle of a revision the whole of it counts as still to be read.
    const isInside = next?.revision === place.revision;
    const read = Math.min(isInside ? place.revision - 1 : place.revision, revision);
    await this.deps.store.write({ command: 'connectors.acknowledge' }, (tx) =>
      writeRevision(tx, { sourceId: id, reader: input.reader, revision: read }),
    );
  }

  async forgetReader(reader: string): Promise<void> {
    await this.deps.store.write({ command: 'connectors.forgetReader' }, (tx) =>
      forgetCalendarReader(tx, reader),
    );
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.looking.values());
    await this.reader.close();
  }

  private async stored(id: string): Promise<StoredSource> {
    const source = await this.sources.find(id);
    if (source === undefined) throw new AppError('not_found', 'This calendar does not exist any more.');
    return source;
  }

  private async readable(id: string): Promise<StoredSource> {
    const source = await this.stored(id);
    if (source.isEnabled) return source;
    throw new AppError('forbidden', 'This calendar is switched off. Switch it on to have it read.');
  }

  /** What was read before is good enough where the source cannot be reached now. */
  private async refreshIfStale(id: string, signal: AbortSignal): Promise<void> {
    const { syncedAt } = await this.readable(id);
    const age = syncedAt === null ? Number.POSITIVE_INFINITY : this.deps.clock.nowMs() - syncedAt;
    if (age >= 0 && age < FRESH_MS) return;
    try {
      await this.refresh(id, signal);
    } catch (error) {
      if (syncedAt === null || signal.aborted) throw error;
    }
  }

  private async look(id: string, signal: AbortSignal): Promise<{ hasChanged: boolean }> {
    const source = await this.readable(id);
    const { store } = this.deps;
    try {
      const found = await this.lookAt(source, await this.secretOf(source), signal);
      await store.write({ command: 'connectors.calendar.refresh' }, async (tx) => {
        // What the person changed meanwhile stands.
        const now = await createCalendarSourcesStore(tx).find(id);
        if (now === undefined || now.location !== source.location) return;
        const revision = now.revision + (hasNews(found) ? 1 : 0);
        const where = { sourceId: id, revision };
        putObjects(tx, where, found?.entries ?? []);
        markGone(tx, where, found?.goneKeys ?? []);
        const syncState = found?.syncState ?? now.syncState;
        putSource(tx, { ...now, syncState, revision, syncedAt: tx.nowMs, problem: null });
      });
      return { hasChanged: hasNews(found) };
    } catch (error) {
      if (isAppError(error)) await this.noteProblem(id, error);
      throw error;
    }
  }

  private async noteProblem(id: string, { code, message }: AppError): Promise<void> {
    await this.deps.store.write({ command: 'connectors.calendar.refresh' }, (tx) =>
      noteSourceProblem(tx, id, { code, message, at: tx.nowMs }),
    );
  }

  private async lookAt(source: StoredSource, secret: string | null, signal: AbortSignal): Promise<Found> {
    const etags = await this.objects.etags(source.id);
    const timeZone = await this.deps.timeZone();
    const { egress } = this.deps;
    return lookAt({ source, etags, secret, timeZone, reader: this.reader, egress, signal });
  }

  private async tryOut(
    input: CalendarSourceInput | { readonly id: string },
    signal: AbortSignal,
  ): Promise<Found> {
    if ('id' in input) {
      const source = { ...(await this.stored(input.id)), syncState: {} };
      return this.lookAt(source, await this.secretOf(source), signal);
    }
    const { secret = null, ...fields } = input;
    const location = await checkedLocation(input);
    const id = this.deps.ids.next();
    return this.lookAt({ ...fields, ...FRESH, location, id, createdAt: 0, updatedAt: 0 }, secret, signal);
  }

  private async secretOf(source: StoredSource): Promise<string | null> {
    if (source.kind === 'file' || !(await this.hasSecret(source.id))) return null;
    return this.deps.secrets.use(secretName(source.id));
  }

  private async hasSecret(id: string): Promise<boolean> {
    return (await this.deps.secrets.list()).some(({ name }) => name === secretName(id));
  }

  /** A password is for the address that it was entered for. */
  private async assertNoSecret(id: string): Promise<void> {
    if (!(await this.hasSecret(id))) return;
    throw new AppError(
      'invalid_input',
      'Enter the password again: the one kept here was given for another address. Nothing was changed.',
    );
  }
}

const FRESH = { isEnabled: true, syncState: {}, revision: 0, syncedAt: null, problem: null };

function hasNews(found: Found): boolean {
  return found !== null && found.entries.length + found.goneKeys.length > 0;
}

/** What the person sees of it: the state of the looks is ours. */
function shown(source: StoredSource): CalendarSource {
  return calendarSourceSchema.parse(source);
}

async function checkedLocation({
  kind,
  location,
}: Pick<CalendarSourceInput, 'kind' | 'location'>): Promise<string> {
  if (kind !== 'file') return feedUrl(location).href;
  return realpath(location).catch((cause: unknown) => {
    throw new AppError('file_unreadable', `There is no calendar file at ${location} that can be read.`, {
      cause,
    });
  });
}
