import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { CALENDAR_LIMITS } from '#shared/contracts/calendar-worker.ts';
import { AppError } from '#shared/errors.ts';
import { lookAtCalDav } from './caldav.ts';
import type { Found, Look } from './look.ts';
import { configuredHost, feedUrl, signIn, statusError } from './remote-calendar.ts';

const FEED_MS = 30_000;

/** Asks a source for what is new since the last look. */
export async function lookAt(look: Look): Promise<Found> {
  if (look.source.kind === 'caldav') return lookAtCalDav(look);
  const text = look.source.kind === 'file' ? await readCalendarFile(look) : await readFeed(look);
  if (text === null) return null;
  const hash = hashOf(text.body);
  if (hash === look.source.syncState['hash']) return null;
  const entries = (await look.reader.split(text.body, look.timeZone)).map((entry) => ({
    ...entry,
    etag: hashOf(entry.ics + (entry.refusal ?? '')),
  }));
  const present = new Set(entries.map(({ key }) => key));
  return {
    entries: entries.filter(({ key, etag }) => look.etags.get(key) !== etag),
    goneKeys: [...look.etags.keys()].filter((key) => !present.has(key)),
    syncState: { ...text.state, hash },
  };
}

type Text = { readonly body: string; readonly state: Readonly<Record<string, string>> };

async function readCalendarFile({ source }: Look): Promise<Text> {
  const file = await open(source.location, constants.O_RDONLY | constants.O_NOFOLLOW).catch(
    (cause: unknown) => {
      throw new AppError(
        'file_unreadable',
        'The calendar file is not there or cannot be read. What was read of it before is still here.',
        { cause },
      );
    },
  );
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new AppError('file_unreadable', 'The path of this calendar is no file.');
    if (stats.size > CALENDAR_LIMITS.fileBytes)
      throw new AppError('payload_too_large', 'The calendar file is larger than 32 MB and is not read.');
    return { body: await file.readFile('utf8'), state: {} };
  } finally {
    await file.close();
  }
}

async function readFeed({ source, secret, egress, signal }: Look): Promise<Text | null> {
  const url = feedUrl(source.location);
  const { etag, modified } = source.syncState;
  const headers = {
    accept: 'text/calendar, text/plain;q=0.5',
    ...signIn(source.user, secret),
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(modified === undefined ? {} : { 'if-modified-since': modified }),
  };
  const permit = { feature: 'calendar', hosts: 'any-public' as const, configured: [configuredHost(url)] };
  const { trustedCertificate } = source;
  const limits = { timeoutMs: FEED_MS, maxBytes: CALENDAR_LIMITS.fileBytes, trustedCertificate, signal };
  const response = await egress.fetch(url, { headers }, permit, limits);
  if (response.status === 304) return null;
  if (!response.ok) throw statusError(response.status, url.host);
  const state = {
    ...present('etag', response.headers.get('etag')),
    ...present('modified', response.headers.get('last-modified')),
  };
  return { body: await response.text(), state };
}

function present(name: string, value: string | null): Record<string, string> {
  return value === null ? {} : { [name]: value };
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
