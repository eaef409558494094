import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAdiuva } from '#main/compose.ts';
import { addDays, localDateOf } from '#shared/kernel/clock.ts';
import { ensureBuilt } from '#tools/build.ts';
import { launchApp, type LaunchedApp } from '../support/launch-app.ts';
import { settled, violations } from './harness/violations.ts';

const PASSPHRASE = 'a long enough passphrase';
const TODAY = localDateOf(new Date());

let dataDir: string;
let launched: LaunchedApp;

function at(days: number, time: string): number {
  return new Date(`${addDays(TODAY, days)}T${time}:00`).getTime();
}

const timed = (
  id: string,
  title: string,
  [days, from, to]: readonly [number, string, string],
  more: object = {},
) => ({
  id,
  title,
  startsAt: at(days, from),
  endsAt: at(days, to),
  ...more,
});

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'adiuva-events-'));
  await ensureBuilt();
  const app = createAdiuva({ dataDir, host: 'test', keychain: null });
  const api = app.caller();
  await api.system.setup({ passphrase: PASSPHRASE, useKeychain: false });
  await api.system.finishOnboarding();
  const { item: project } = await api.projects.create({ name: 'Brochure', status: 'active' });
  await api.tasks.create({ title: 'Draft the cover', projectId: project.id, dueDate: addDays(TODAY, 4) });
  const events = [
    timed('call', 'Call with Nordlicht', [3, '12:00', '13:00'], {
      location: 'Room 4',
      url: 'https://meet.example/1',
    }),
    timed('review', 'Revisione del logo', [3, '11:00', '12:30']),
    timed('lunch', 'Lunch', [6, '12:00', '13:00']),
    timed('today', 'Standup', [0, '09:30', '09:45']),
    {
      id: 'fair',
      title: 'Book fair',
      isAllDay: true,
      startDay: addDays(TODAY, 5),
      endDay: addDays(TODAY, 8),
    },
  ];
  await app.workspace().actions.invoke('timeline.put_events', { events }, { kind: 'user' });
  await app.close();
  launched = await launchApp({ dataDir, target: 'web', passphrase: PASSPHRASE });
});
afterAll(async () => {
  await launched.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function open(path: string) {
  const { page } = launched;
  await page.goto(new URL(path, page.url()).href);
  await page.locator('#content h1').waitFor();
  return page;
}

test('events of calendars stand in a lane of their own, can be reached by keys and are told with time and place', async () => {
  const page = await open('/timeline');
  const lane = page.locator('[data-events-lane]');
  await lane.waitFor();
  expect(await lane.locator('[tabindex="0"]').count()).toBe(1);
  await lane.locator('[tabindex="0"]').focus();
  // From today's to the next day that has any.
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const list = page.getByRole('dialog');
  await list.waitFor();
  const said = (await list.textContent()) ?? '';
  expect(said).toContain('Revisione del logo');
  expect(said).toContain('Call with Nordlicht');
  expect(said).toContain('Room 4');
  expect(await list.getByRole('link', { name: 'Call with Nordlicht' }).getAttribute('href')).toBe(
    'https://meet.example/1',
  );
  // An event is the calendar's: nothing here changes it.
  expect(await list.getByRole('button').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await list.waitFor({ state: 'detached' });
  expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-event-day'))).toBe(true);
});

test('they are named in the list, in both themes', async () => {
  const page = await open('/timeline?view=list');
  await page.getByRole('heading', { name: 'Calendar' }).waitFor();
  expect(await page.locator('#content').textContent()).toContain('Book fair');
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    expect(await violations(page), colorScheme).toEqual([]);
  }
});
