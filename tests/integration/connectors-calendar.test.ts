import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { makeCalendar, sampleWeek } from '../support/made-calendar.ts';
import { startRadicale, type CalendarServer } from '../support/radicale.ts';

const MONDAY = '2026-11-23';
const FROM = Date.parse('2026-11-23T00:00:00Z');
const TO = Date.parse('2026-11-30T00:00:00Z');
const soon = () => AbortSignal.timeout(30_000);

let server: CalendarServer;
let made: TestApp;
let folder: string;

beforeEach(async () => {
  server = await startRadicale();
  made = await makeApp();
  folder = await mkdtemp(join(tmpdir(), 'adiuva-calendars-'));
});
afterEach(async () => {
  await made[Symbol.asyncDispose]();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const calendar = () => made.app.workspace().connectors.calendar;

async function addFile(name: string, text: string) {
  const path = join(folder, name);
  await writeFile(path, text);
  return { path, source: await made.api.connectors.calendar.add({ kind: 'file', name, location: path }) };
}

async function eventsOf(source: string, from = FROM, to = TO) {
  return calendar().listEvents({ sources: [source], from, to, limit: 200 }, soon());
}

describe('a CalDAV calendar on radicale', () => {
  test('is found, read, and asked only for what changed', async () => {
    const address = await server.makeCalendar('work');
    for (const event of sampleWeek(MONDAY)) {
      await server.put(address, `${event.uid}.ics`, makeCalendar([event]));
    }
    const secret = server.password;
    const found = await made.api.connectors.calendar.discover({
      serverUrl: server.url,
      user: server.user,
      secret,
    });
    expect(found).toEqual([{ url: address, name: 'work', description: '' }]);
    const input = { kind: 'caldav' as const, name: 'Work', location: address, user: server.user, secret };
    expect(await made.api.connectors.calendar.test(input)).toMatchObject({ ok: true });
    const { id } = await made.api.connectors.calendar.add(input);

    const week = await eventsOf(id);
    expect(week.refused).toEqual([]);
    // Five mornings of the series, two meetings, one fair of two days.
    expect(week.items).toHaveLength(8);
    expect(week.items[0]).toMatchObject({
      title: 'Standup with Harrow Finch',
      startMs: Date.parse('2026-11-23T08:30:00Z'),
      timeZone: 'Europe/Rome',
      isRecurring: true,
    });

    const reader = 'plugin:calendar-sync';
    const first = await calendar().listChanged({ source: id, reader, limit: 200 }, soon());
    expect(first.changed).toHaveLength(4);
    await calendar().acknowledge({ source: id, reader, cursor: first.cursor });
    expect(await made.api.connectors.calendar.refresh({ id })).toEqual({ hasChanged: false });

    await server.remove(address, 'fair@made.ics');
    const [, review] = sampleWeek(MONDAY);
    if (review === undefined) throw new Error('the sample week has a review');
    await server.put(address, 'review@made.ics', makeCalendar([{ ...review, title: 'Moved review' }]));
    expect(await made.api.connectors.calendar.refresh({ id })).toEqual({ hasChanged: true });
    const second = await calendar().listChanged({ source: id, reader, limit: 200 }, soon());
    expect(second.changed.map(({ key, isGone }) => [key, isGone])).toEqual([
      ['/me/work/fair%40made.ics', true],
      ['/me/work/review%40made.ics', false],
    ]);
    const after = await eventsOf(id);
    expect(after.items.map(({ title }) => title)).toContain('Moved review');
    expect(after.items.map(({ title }) => title)).not.toContain('Book fair');
  });

  test('that refuses the password says so, and nothing shows it', async () => {
    const input = { kind: 'caldav' as const, name: 'No', location: `${server.url}me/work/`, user: 'me' };
    const answer = await made.api.connectors.calendar.test({ ...input, secret: 'wrong-word' });
    expect(answer).toMatchObject({ ok: false, code: 'sign_in_refused' });
    const { id } = await made.api.connectors.calendar.add({ ...input, secret: 'wrong-word' });
    await expect(made.api.connectors.calendar.refresh({ id })).rejects.toThrow('refused the user name');
    const shown = JSON.stringify(await made.api.connectors.calendar.list());
    expect(shown).toContain('sign_in_refused');
    expect(shown).not.toContain('wrong-word');
  });
});

describe('a calendar file', () => {
  test('keeps to wall time across the change of the clock', async () => {
    const series = {
      uid: 'dst',
      title: 'Monday call',
      lines: [
        'DTSTART;TZID=W. Europe Standard Time:20261019T100000',
        'DURATION:PT1H',
        'RRULE:FREQ=WEEKLY;UNTIL=20261102T090000Z',
        'EXDATE;TZID=W. Europe Standard Time:20261026T100000',
      ],
    };
    const { source } = await addFile('dst.ics', makeCalendar([series]));
    const { items } = await eventsOf(source.id, Date.parse('2026-10-01'), Date.parse('2026-12-01'));
    expect(items.map(({ startMs }) => new Date(startMs).toISOString())).toEqual([
      '2026-10-19T08:00:00.000Z',
      '2026-11-02T09:00:00.000Z',
    ]);
  });

  test('with a rule that never ends has a reason for it, and the rest goes on', async () => {
    const bomb = (uid: string, rule: string) => ({
      uid,
      title: uid,
      lines: ['DTSTART:19700101T000000Z', 'DTEND:19700101T000001Z', `RRULE:${rule}`],
    });
    const good = { uid: 'good', title: 'Still here', lines: ['DTSTART:20261124T100000Z', 'DURATION:PT1H'] };
    const text = makeCalendar([
      bomb('seconds', 'FREQ=SECONDLY'),
      bomb('never', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'),
      bomb('minutes', 'FREQ=DAILY;BYHOUR=0,1,2,3,4,5,6,7,8,9;BYMINUTE=0,1,2,3,4,5,6,7,8,9;BYSECOND=0,1,2,3'),
      { uid: 'broken', title: 'No start', lines: ['DTEND:20261124T100000Z'] },
      good,
    ]);
    const { source } = await addFile('bomb.ics', text);
    const startedAt = performance.now();
    const { items, refused } = await eventsOf(source.id);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
    expect(items.map(({ title }) => title)).toEqual(['Still here']);
    const reasons = new Map(refused.map(({ key, reason }) => [key, reason]));
    expect(reasons.get('broken')).toBe('unreadable');
    expect(['too_many_instances', 'took_too_long']).toContain(reasons.get('seconds'));
    expect(['too_many_instances', 'took_too_long']).toContain(reasons.get('minutes'));
  });

  test('that changes is read again, and one instance moved by itself stands once', async () => {
    const rome = 'TZID=Europe/Rome';
    const series = {
      uid: 'series',
      title: 'Series',
      lines: [`DTSTART;${rome}:20261123T090000`, 'DURATION:PT1H', 'RRULE:FREQ=DAILY;COUNT=3'],
    };
    const moved = {
      uid: 'series',
      title: 'Series, later',
      lines: [`RECURRENCE-ID;${rome}:20261124T090000`, `DTSTART;${rome}:20261124T150000`, 'DURATION:PT1H'],
    };
    const { path, source } = await addFile('series.ics', makeCalendar([series, moved]));
    const { items } = await eventsOf(source.id);
    expect(items.map(({ title, startMs }) => [title, new Date(startMs).toISOString().slice(5, 16)])).toEqual([
      ['Series', '11-23T08:00'],
      ['Series, later', '11-24T14:00'],
      ['Series', '11-25T08:00'],
    ]);
    await writeFile(path, makeCalendar([series]));
    made.clock.advanceMs(61_000);
    expect((await eventsOf(source.id)).items.map(({ title }) => title)).toEqual([
      'Series',
      'Series',
      'Series',
    ]);
  });
});

test('a feed is fetched from the host that was typed in, and asked only for news', async () => {
  let asked = 0;
  const feed = createServer((request, response) => {
    asked += 1;
    if (request.headers['if-none-match'] === '"one"') return response.writeHead(304).end();
    return response
      .writeHead(200, { 'content-type': 'text/calendar', etag: '"one"' })
      .end(makeCalendar(sampleWeek(MONDAY)));
  });
  await new Promise<void>((resolve) => feed.listen(0, '127.0.0.1', resolve));
  const address = feed.address();
  if (address === null || typeof address === 'string') throw new Error('the feed has no port');
  const location = `http://127.0.0.1:${address.port}/week.ics`;
  const { id } = await made.api.connectors.calendar.add({ kind: 'feed', name: 'Feed', location });
  expect((await eventsOf(id)).items).toHaveLength(8);
  expect(await made.api.connectors.calendar.refresh({ id })).toEqual({ hasChanged: false });
  expect(asked).toBe(2);
  await new Promise((resolve) => feed.close(resolve));
});
