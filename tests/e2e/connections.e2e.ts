import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDovecot, type MailServer } from '../support/dovecot.ts';
import { makeCalendar, sampleWeek } from '../support/made-calendar.ts';
import { makeMail } from '../support/made-mail.ts';
import { startRadicale, type CalendarServer } from '../support/radicale.ts';
import { squeezed, violations } from './harness/violations.ts';
import { workspaceForEach } from './harness/workspace.ts';

let mail: MailServer;
let calendars: CalendarServer;
let feed: Server;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-connections-'));
  [mail, calendars] = await Promise.all([startDovecot(), startRadicale()]);
  const week = makeCalendar(sampleWeek('2026-11-23'));
  await writeFile(join(folder, 'appointments.ics'), week);
  feed = createServer((request, response) => {
    response.writeHead(request.url === '/team.ics' ? 200 : 404, { 'content-type': 'text/calendar' });
    response.end(request.url === '/team.ics' ? week : 'gone');
  }).listen(0, '127.0.0.1');
  await once(feed, 'listening');
});
afterEach(async () => {
  feed.close();
  await Promise.all([mail.stop(), calendars.stop()]);
  await rm(folder, { recursive: true, force: true });
});
const sample = workspaceForEach('sample', { reducedMotion: 'reduce' });

function feedUrl(path: string): string {
  const address = feed.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}${path}`;
}

async function openConnections(colorScheme: 'light' | 'dark'): Promise<Page> {
  const page = await sample.open('/settings?section=connections', { colorScheme });
  await page.getByRole('heading', { name: 'Browsers' }).waitFor();
  return page;
}

const field = (dialog: Locator, name: string): Locator => dialog.getByRole('textbox', { name, exact: true });
const row = (page: Page, name: string): Locator =>
  page.locator('#content').getByRole('listitem').filter({ hasText: name });

async function addCalendar(page: Page, kind: string): Promise<Locator> {
  await page.getByRole('button', { name: 'Add calendar' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a calendar' });
  await dialog.getByRole('radio', { name: kind, exact: true }).click();
  return dialog;
}

test('a mail account signs in with a token, says what is wrong with one that has ended, and is kept', async () => {
  await mail.deliver('anna', makeMail({ count: 2 }));
  const page = await openConnections('light');
  await page.getByRole('button', { name: 'Add account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a mail account' });
  await field(dialog, 'User name or address').fill('anna');
  await field(dialog, 'Server').fill('127.0.0.1');
  await dialog.getByRole('combobox', { name: 'Encryption' }).click();
  await page.getByRole('option', { name: 'None' }).click();
  await field(dialog, 'Port').fill(String(mail.port));
  await dialog.getByText('The password travels in the clear').waitFor();
  await dialog.getByRole('combobox', { name: 'Sign in with' }).click();
  await page.getByRole('option', { name: 'Access token' }).click();
  await dialog.getByLabel('OAuth 2 access token', { exact: true }).fill('a-token-that-has-ended');
  await field(dialog, 'Name').fill('Work mail');
  await dialog.getByRole('button', { name: 'Test', exact: true }).click();
  await dialog
    .getByText(/did not accept|refused|token/i)
    .last()
    .waitFor();
  await dialog.getByLabel('OAuth 2 access token', { exact: true }).fill(mail.token);
  await dialog.getByRole('button', { name: 'Test', exact: true }).click();
  await dialog.getByText('It works.').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add account' }).click();
  await row(page, 'Work mail').waitFor();
  await page.reload();
  await row(page, 'Work mail').getByText('Inbox only').waitFor();
  // What was typed to sign in is nowhere on the page again.
  expect(await page.content()).not.toContain(mail.token);
});

test('calendars come from a server, a feed and a file; one that is not there says so and loses nothing', async () => {
  await calendars.makeCalendar('Clients');
  const page = await openConnections('dark');

  const caldav = await addCalendar(page, 'CalDAV');
  await field(caldav, 'Address of the server').fill(calendars.url);
  await field(caldav, 'User name').fill(calendars.user);
  await caldav.getByLabel('Password', { exact: true }).fill(calendars.password);
  await caldav.getByRole('button', { name: 'Find calendars' }).click();
  await caldav.getByText('1 calendar found').waitFor();
  expect(await violations(page)).toEqual([]);
  await caldav.getByRole('button', { name: 'Add 1 calendar' }).click();
  await row(page, 'Clients').waitFor();

  const wrong = await addCalendar(page, 'Feed');
  await field(wrong, 'Address of the feed').fill(feedUrl('/gone.ics'));
  await field(wrong, 'Name').fill('Team');
  await wrong.getByRole('button', { name: 'Add calendar' }).click();
  await wrong.getByText(/no calendar at this address/).waitFor();
  await wrong.getByRole('button', { name: 'Add anyway' }).waitFor();
  await field(wrong, 'Address of the feed').fill(feedUrl('/team.ics'));
  await wrong.getByRole('button', { name: 'Add calendar' }).click();
  await row(page, 'Team').waitFor();

  const file = await addCalendar(page, 'File');
  await field(file, 'Path').fill(join(folder, 'appointments.ics'));
  await field(file, 'Name').fill('Appointments');
  await file.getByRole('button', { name: 'Add calendar' }).click();
  await row(page, 'Appointments').waitFor();
  expect([await violations(page), await squeezed(page)]).toEqual([[], []]);

  await page.getByRole('button', { name: 'More for Appointments' }).click();
  await page.getByRole('menuitem', { name: /Remove/ }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await row(page, 'Appointments').waitFor({ state: 'detached' });
});
