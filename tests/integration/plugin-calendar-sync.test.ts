/** Calendar sync in the sandbox, through the gate: what stands on the timeline and in the inbox afterwards. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeApp, type TestApp } from '../support/make-app.ts';
import { makeCalendar, type MadeEvent } from '../support/made-calendar.ts';
import { openShippedPlugin, type ShippedPlugin } from '../support/run-plugin.ts';

/** The app's clock stands on Saturday, 21 November 2026; the Tuesday after it. */
const TUESDAY = '2026-11-24';
const WINDOW = { from: '2026-11-01', to: '2026-12-31' };

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-calendar-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

function meeting(
  uid: string,
  title: string,
  [from, to]: readonly [string, string],
  lines: readonly string[] = [],
): MadeEvent {
  const at = (time: string) => `${TUESDAY.replaceAll('-', '')}T${time.replace(':', '')}00`;
  return {
    uid,
    title,
    lines: [`DTSTART;TZID=Europe/Rome:${at(from)}`, `DTEND;TZID=Europe/Rome:${at(to)}`, ...lines],
  };
}

const wholeDays = (uid: string, title: string, from: string, to: string): MadeEvent => ({
  uid,
  title,
  lines: [
    `DTSTART;VALUE=DATE:${from.replaceAll('-', '')}`,
    `DTEND;VALUE=DATE:${to.replaceAll('-', '')}`,
    'TRANSP:OPAQUE',
  ],
});

async function writeCalendar(name: string, events: readonly MadeEvent[]): Promise<string> {
  const path = join(folder, `${name}.ics`);
  await writeFile(path, makeCalendar(events));
  return path;
}

async function addCalendar({ api }: TestApp, name: string, events: readonly MadeEvent[]): Promise<string> {
  const location = await writeCalendar(name, events);
  return (await api.connectors.calendar.add({ kind: 'file', name, location })).id;
}

async function openSync(made: TestApp, calendars: readonly string[]): Promise<ShippedPlugin> {
  const sync = await openShippedPlugin(made, 'calendar-sync');
  await sync.grant(
    { type: 'read_workspace', resource: '*' },
    { type: 'write_workspace', resource: 'kind:event' },
    { type: 'write_workspace', resource: 'kind:task' },
    ...calendars.map((resource) => ({ type: 'read_calendar', resource }) as const),
  );
  return sync;
}

const eventsOf = async ({ api }: TestApp) => (await api.timeline.get(WINDOW)).events;
const pending = async ({ api }: TestApp) =>
  (await api.proposals.list({ statuses: ['pending'], limit: 200 })).items;

test('events stand on the timeline with times, whole days, client and project, and go when they are gone', async () => {
  await using made = await makeApp();
  const { item: client } = await made.api.clients.create({
    name: 'Nordlicht',
    email: 'office@nordlicht.example',
  });
  const { item: project } = await made.api.projects.create({
    name: 'Brochure',
    clientId: client.id,
    status: 'active',
  });
  const events = [
    meeting(
      'call',
      'Call about the Brochure',
      ['12:00', '13:00'],
      ['ATTENDEE:mailto:jurgen@nordlicht.example'],
    ),
    meeting('cancelled', 'Cancelled', ['15:00', '16:00'], ['STATUS:CANCELLED']),
    wholeDays('fair', 'Book fair', '2026-11-26', '2026-11-28'),
    {
      uid: 'standup',
      title: 'Standup',
      lines: ['DTSTART:20261102T083000Z', 'DTEND:20261102T084500Z', 'RRULE:FREQ=WEEKLY;COUNT=3'],
    },
  ];
  const calendar = await addCalendar(made, 'work', events);
  await using sync = await openSync(made, [calendar]);
  expect(await sync.result()).toMatchObject({ calendars: 1, events: 5, added: 5, removed: 0, unreadable: 0 });
  const shown = await eventsOf(made);
  expect(shown.find(({ title }) => title === 'Call about the Brochure')).toMatchObject({
    startsAt: Date.parse('2026-11-24T11:00:00Z'),
    endsAt: Date.parse('2026-11-24T12:00:00Z'),
    clientId: client.id,
    projectId: project.id,
    isAllDay: false,
  });
  expect(shown.find(({ title }) => title === 'Book fair')).toMatchObject({
    startDay: '2026-11-26',
    endDay: '2026-11-27',
    isAllDay: true,
  });
  expect(shown.filter(({ title }) => title === 'Standup')).toHaveLength(3);
  expect(await sync.result()).toMatchObject({ added: 0, changed: 0, removed: 0 });

  await writeCalendar('work', [meeting('call', 'Call, new title', ['12:00', '13:00'])]);
  made.clock.advanceMs(120_000);
  expect(await sync.result()).toMatchObject({ events: 1, changed: 1, removed: 4 });
  expect((await eventsOf(made)).map(({ title }) => title)).toEqual(['Call, new title']);
});

test('a calendar that cannot be read keeps its events, one that may no longer be read loses them', async () => {
  await using made = await makeApp();
  const work = await addCalendar(made, 'work', [meeting('one', 'Kept', ['09:00', '10:00'])]);
  const home = await addCalendar(made, 'home', [meeting('two', 'Dentist', ['16:00', '17:00'])]);
  await using sync = await openSync(made, [work]);
  const [grant = ''] = await sync.grant({ type: 'read_calendar', resource: home });
  expect(await sync.result()).toMatchObject({ events: 2 });
  await rm(join(folder, 'work.ics'));
  await made.api.permissions.revoke({ id: grant });
  made.clock.advanceMs(120_000);
  await sync.run();
  expect((await eventsOf(made)).map(({ title }) => title)).toEqual(['Kept']);
});

test('two events at one time become a proposed task, once; the same event of two calendars does not', async () => {
  await using made = await makeApp();
  const review = meeting('review', 'Revisione del logo', ['11:00', '12:30']);
  const work = await addCalendar(made, 'work', [
    review,
    meeting('call', 'Call with Nordlicht', ['12:00', '13:00']),
    meeting('next', 'Right after it', ['13:00', '14:00']),
    meeting('free', 'Lunch, marked free', ['12:00', '14:00'], ['TRANSP:TRANSPARENT']),
  ]);
  const team = await addCalendar(made, 'team', [review]);
  await using sync = await openSync(made, [work, team]);
  expect(await sync.result()).toMatchObject({ moves: 0 });
  const proposals = await pending(made);
  const summaries = proposals.map(({ preview }) => preview.subject);
  expect(summaries).toEqual([
    'Sort out two events at one time: Revisione del logo and Call with Nordlicht (24 November)',
  ]);
  expect(proposals[0]).toMatchObject({
    actionId: 'tasks.create',
    reason:
      'On 24 November, “Revisione del logo” (11:00–12:30) and “Call with Nordlicht” (12:00–13:00) want the same time.',
    sources: [{ source: 'calendar' }, { source: 'calendar' }],
  });
  await made.api.proposals.reject({ ids: proposals.map(({ id }) => id), reason: 'I know' });
  expect(await sync.result()).toMatchObject({ clashes: 0 });
  expect(await pending(made)).toEqual([]);
});

test('a task that an event leaves no room for is proposed for the next free day, and is not moved', async () => {
  await using made = await makeApp();
  const { api } = made;
  const small = await api.tasks.create({
    title: 'Small things',
    plannedDate: TUESDAY,
    estimateMinutes: 120,
    priority: 'low',
  });
  await api.tasks.create({
    title: 'Big thing',
    plannedDate: TUESDAY,
    estimateMinutes: 180,
    priority: 'high',
  });
  await api.tasks.create({ title: 'Fills Wednesday', plannedDate: '2026-11-25', estimateMinutes: 480 });
  const calendar = await addCalendar(made, 'work', [meeting('workshop', 'Workshop', ['09:00', '13:00'])]);
  await using sync = await openSync(made, [calendar]);
  expect(await sync.result()).toMatchObject({ clashes: 0, moves: 1 });
  expect(await pending(made)).toMatchObject([
    {
      actionId: 'tasks.update',
      entityId: small.item.id,
      input: { ids: [small.item.id], patch: { plannedDate: '2026-11-26' } },
      reason:
        'On 24 November, events take 4 h and tasks 5 h, which is more than a day holds; the longest is “Workshop” (09:00–13:00). There is room on 26 November.',
    },
  ]);
  const task = await api.tasks.get({ id: small.item.id });
  expect(task.plannedDate).toBe(TUESDAY);
});

test('a whole-day event, and an event over the time a task is due, move it to where it is not late', async () => {
  await using made = await makeApp();
  const { api } = made;
  await api.tasks.create({ title: 'During the fair', plannedDate: '2026-11-26', dueDate: '2026-11-27' });
  await api.tasks.create({ title: 'Send by noon', dueDate: TUESDAY, dueTime: '12:00' });
  const calendar = await addCalendar(made, 'work', [
    wholeDays('fair', 'Book fair', '2026-11-26', '2026-11-28'),
    meeting('call', 'Call', ['11:30', '12:30']),
  ]);
  await using sync = await openSync(made, [calendar]);
  expect(await sync.result()).toMatchObject({ moves: 2 });
  const moves = (await pending(made)).map(({ preview, input, reason }) => ({
    task: preview.subject,
    to: (input as { patch: { plannedDate: string } }).patch.plannedDate,
    reason,
  }));
  expect(moves).toHaveLength(2);
  expect(moves).toContainEqual({
    task: 'During the fair',
    to: '2026-11-25',
    reason: '“Book fair” takes the whole of 26 November. There is room on 25 November.',
  });
  expect(moves).toContainEqual({
    task: 'Send by noon',
    to: '2026-11-23',
    reason:
      'On 24 November, “Call” (11:30–12:30) lies over the time at which this task is due. There is room on 23 November.',
  });
});

test('a day is the day of the person’s zone, also over midnight of another', async () => {
  await using made = await makeApp();
  const lines = ['DTSTART:20261124T230000Z', 'DTEND:20261125T010000Z'];
  const calendar = await addCalendar(made, 'work', [{ uid: 'night', title: 'Launch in New York', lines }]);
  await using sync = await openSync(made, [calendar]);
  await sync.result();
  const log = await made.api.activity.list({ principal: 'plugin:calendar-sync', limit: 100 });
  expect(log.items.some(({ outcome }) => outcome === 'refused')).toBe(false);
  const { items } = await made.app
    .workspace()
    .actions.invoke('index.list', { kind: 'event' }, sync.principal)
    .then((outcome) => outcome as { output: { items: { id: string }[] } })
    .then(({ output }) => output);
  // 23:00 in London is midnight in Rome: the event begins on the 25th there.
  expect(items[0]?.id.slice(0, 10)).toBe('2026-11-25');
});
