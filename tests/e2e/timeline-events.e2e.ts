import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import type { Adiuva } from '#main/compose.ts';
import { addDays, localDateOf } from '#shared/kernel/clock.ts';
import { settled, violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

const workspace = workspaceForEach('empty');
const TODAY = localDateOf(new Date());

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

beforeEach(() => workspace.prepared(putEvents));

async function putEvents(app: Adiuva): Promise<void> {
  const api = app.caller();
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
}

const open = (path: string): Promise<Page> => workspace.open(path);

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
