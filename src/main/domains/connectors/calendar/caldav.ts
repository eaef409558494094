import type { DAVResponse } from 'tsdav';
import { CALENDAR_LIMITS } from '#shared/contracts/calendar-worker.ts';
import type { FoundCalendar } from '#shared/contracts/connectors.ts';
import { AppError } from '#shared/errors.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import type { Found, Look } from './look.ts';
import type { StoredEntry } from './calendar-objects.store.ts';
import { configuredHost, feedUrl, signIn, statusError } from './remote-calendar.ts';

const REQUEST_MS = 30_000;
const OBJECTS_A_REQUEST = 100;

export type CalDavServer = {
  readonly serverUrl: string;
  readonly user: string;
  readonly secret: string;
  readonly trustedCertificate: string | null;
};

type Calling = {
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly fetch: typeof globalThis.fetch;
};

/** A server without sync tokens, or that has forgotten ours, says 403 to this one as well (RFC 3253, 3.6; RFC 6578, 3.2). */
function asksForChanges(init: RequestInit | undefined): boolean {
  return typeof init?.body === 'string' && init.body.includes('sync-collection');
}

/** What each call is given: our own way out in place of the global fetch, and the sign-in. */
function calling(server: CalDavServer, egress: Egress, signal: AbortSignal): Calling {
  const url = feedUrl(server.serverUrl);
  const permit = { feature: 'calendar', hosts: 'any-public' as const, configured: [configuredHost(url)] };
  const { trustedCertificate } = server;
  const limits = {
    timeoutMs: REQUEST_MS,
    maxBytes: CALENDAR_LIMITS.fileBytes,
    trustedCertificate,
    signal,
  };
  return {
    url: url.href,
    headers: signIn(server.user, server.secret),
    fetch: async (input, init) => {
      const target = input instanceof Request ? input.url : input;
      const response = await egress.fetch(target, init ?? {}, permit, limits);
      // Said here, where the status is still known: the library has words of its own for it.
      const { status } = response;
      if (status === 401 || (status === 403 && !asksForChanges(init))) throw statusError(status, url.host);
      return response;
    },
  };
}

/** The calendars of an account (RFC 6764 discovery, then the calendar home). */
export async function discoverCalendars(
  server: CalDavServer,
  egress: Egress,
  signal: AbortSignal,
): Promise<readonly FoundCalendar[]> {
  const { createAccount, fetchCalendars } = await import('tsdav');
  const { url, headers, fetch } = calling(server, egress, signal);
  try {
    const account = await createAccount({
      account: {
        serverUrl: url,
        accountType: 'caldav',
        credentials: { username: server.user, password: server.secret },
      },
      headers,
      fetch,
      loadCollections: false,
      loadObjects: false,
    });
    const calendars = await fetchCalendars({ account, headers, fetch });
    return calendars
      .filter(({ components }) => components === undefined || components.includes('VEVENT'))
      .map(({ url: address, displayName, description }) => ({
        url: address,
        name: typeof displayName === 'string' && displayName !== '' ? displayName : address,
        description: description ?? '',
      }));
  } catch (error) {
    throw calDavError(error, new URL(url).host);
  }
}

/** By sync token (RFC 6578) where the server has it, else by comparing the ETags of everything. */
export async function lookAtCalDav(look: Look): Promise<Found> {
  const { source, secret, egress, signal } = look;
  const { user, trustedCertificate, location } = source;
  const server = { serverUrl: location, user, secret: secret ?? '', trustedCertificate };
  const call = calling(server, egress, signal);
  try {
    const token = source.syncState['token'];
    const byToken = await changesSince(call, token ?? '');
    if (byToken !== null) return await fetchChanged(look, call, byToken);
    return await fetchChanged(look, call, await compareAll(call));
  } catch (error) {
    throw calDavError(error, new URL(call.url).host);
  }
}

type Changes = {
  readonly changed: ReadonlyMap<string, string>;
  readonly goneKeys: readonly string[];
  readonly syncState: Readonly<Record<string, string>>;
  /** What is not among the changed is not there at all. */
  readonly isWhole: boolean;
};

/** Null where the server knows no sync tokens. A token that it has forgotten is answered with everything. */
async function changesSince(call: Calling, token: string): Promise<Changes | null> {
  const { syncCollection } = await import('tsdav');
  const ask = (syncToken: string) =>
    syncCollection({ ...call, props: { 'd:getetag': {} }, syncLevel: 1, syncToken });
  let answers = await ask(token);
  let isWhole = token === '';
  if (isRefusal(answers) && token !== '') {
    answers = await ask('');
    isWhole = true;
  }
  const next = syncTokenOf(answers);
  if (isRefusal(answers) || next === null) return null;
  return { ...changesIn(answers, call.url), syncState: { token: next }, isWhole };
}

async function compareAll(call: Calling): Promise<Changes> {
  const { propfind } = await import('tsdav');
  const answers = await propfind({ ...call, props: { 'd:getetag': {} }, depth: '1' });
  const [first] = answers;
  if (first !== undefined && first.status >= 400) throw statusError(first.status, new URL(call.url).host);
  return { ...changesIn(answers, call.url), syncState: {}, isWhole: true };
}

function changesIn(answers: readonly DAVResponse[], base: string) {
  const changed = new Map<string, string>();
  const goneKeys: string[] = [];
  for (const { href, status, props } of answers) {
    const key = href === undefined ? '' : keyOf(href, base);
    if (!/\.ics$/i.test(key)) continue;
    if (status === 404) goneKeys.push(key);
    else changed.set(key, textOf(props?.['getetag']));
  }
  return { changed, goneKeys };
}

async function fetchChanged(look: Look, call: Calling, changes: Changes): Promise<Found> {
  const wanted = [...changes.changed].filter(([key, etag]) => etag === '' || look.etags.get(key) !== etag);
  const entries: StoredEntry[] = [];
  for (let start = 0; start < wanted.length; start += OBJECTS_A_REQUEST) {
    look.signal.throwIfAborted();
    const keys = wanted.slice(start, start + OBJECTS_A_REQUEST).map(([key]) => key);
    entries.push(...(await fetchObjects(look, call, keys)));
  }
  const missing = changes.isWhole ? [...look.etags.keys()].filter((key) => !changes.changed.has(key)) : [];
  const goneKeys = [...new Set([...changes.goneKeys, ...missing])].filter((key) => look.etags.has(key));
  const { syncState } = changes;
  const isSame = entries.length === 0 && goneKeys.length === 0;
  if (isSame && syncState['token'] === look.source.syncState['token']) return null;
  return { entries, goneKeys, syncState };
}

async function fetchObjects(look: Look, call: Calling, keys: readonly string[]): Promise<StoredEntry[]> {
  const { calendarMultiGet } = await import('tsdav');
  const answers = await calendarMultiGet({
    ...call,
    props: { 'd:getetag': {}, 'c:calendar-data': {} },
    objectUrls: [...keys],
    depth: '1',
  });
  const entries: StoredEntry[] = [];
  for (const { href, props } of answers) {
    const text = textOf(props?.['calendarData']);
    if (href === undefined || text === '') continue;
    const identity = { key: keyOf(href, call.url), etag: textOf(props?.['getetag']) };
    entries.push({ ...(await measured(look, text)), ...identity });
  }
  return entries;
}

/** One resource holds the components of one UID (RFC 4791, 4.1); a resource that cannot be read says why. */
async function measured(look: Look, text: string): Promise<Omit<StoredEntry, 'key' | 'etag'>> {
  const none = { ics: '', firstMs: null, lastMs: null };
  try {
    const [entry] = await look.reader.split(text, look.timeZone);
    // To-dos and journals lie beside the events and are none.
    return entry ?? { ...none, refusal: null };
  } catch (error) {
    return { ...none, refusal: error instanceof Error ? error.message.slice(0, 300) : 'it cannot be read' };
  }
}

const isRefusal = (answers: readonly DAVResponse[]): boolean =>
  answers.length > 0 && answers.every(({ href, status }) => href === undefined && status >= 400);

function syncTokenOf(answers: readonly DAVResponse[]): string | null {
  const raw: unknown = answers[0]?.raw;
  const token: unknown = Reflect.get(Object(Reflect.get(Object(raw), 'multistatus')), 'syncToken');
  return typeof token === 'string' && token !== '' ? token : null;
}

/** Text as it is, or wrapped as CDATA; ETags may come as numbers. */
function textOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  const inner: unknown = Reflect.get(Object(value), '_cdata');
  return typeof inner === 'string' ? inner : '';
}

/** The path alone: servers answer with and without their own name. */
function keyOf(href: string, base: string): string {
  return new URL(href, base).pathname;
}

function calDavError(error: unknown, host: string): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.name === 'AbortError')
    return new AppError('cancelled', 'Looking at the calendar was ended before it was done.', {
      cause: error,
    });
  const said = error instanceof Error ? error.message.slice(0, 200) : 'unknown failure';
  return new AppError(
    'unreachable',
    `${host} did not answer as a calendar server does: ${said}. Check the address; what was read before is still here.`,
    { cause: error },
  );
}
