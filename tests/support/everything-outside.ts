import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeChromeProfile } from './browser-profile.ts';
import { makeDocx, makePdf } from './document-files.ts';
import { startDovecot, type MailServer } from './dovecot.ts';
import { LABELLED_MAILS, sourceOf } from './labelled-mail.ts';
import { makeCalendar, sampleWeek } from './made-calendar.ts';
import { startRadicale, type CalendarServer } from './radicale.ts';

/** A mailbox, a calendar, a folder and a browser profile that tell of one client, `Harrow & Finch`. */
export type Outside = {
  readonly mail: MailServer;
  readonly calendar: CalendarServer;
  readonly calendarUrl: string;
  readonly folder: string;
  readonly homeDir: string;
  stop(): Promise<void>;
};

export const OUTSIDE_PROFILE = 'chrome:Default';

/** `monday` is the first day of the week that the calendar fills; mails are a day old at `nowMs`. */
export async function startOutside({ monday, nowMs }: { monday: string; nowMs: number }): Promise<Outside> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'adiuva-outside-')));
  const [mail, calendar] = await Promise.all([startDovecot(), startRadicale()]);
  const asked = LABELLED_MAILS.filter(({ subject }) => /^(Invoice for October|Thank you)$/.test(subject));
  await mail.deliver(
    'me',
    asked.map((one, index) => sourceOf(one, index, nowMs - 86_400_000)),
  );
  const calendarUrl = await calendar.makeCalendar('work');
  for (const event of sampleWeek(monday)) {
    await calendar.put(calendarUrl, `${event.uid}.ics`, makeCalendar([event]));
  }
  const [folder, homeDir] = [join(root, 'files'), join(root, 'home')];
  await mkdir(join(folder, 'Harrow & Finch'), { recursive: true });
  await writeFile(join(folder, 'Harrow & Finch/offer.docx'), makeDocx(['The zephyr offer.']));
  await writeFile(join(folder, 'contract.pdf'), makePdf(['The zephyr contract.']));
  const visitedAt = nowMs - 3_600_000;
  makeChromeProfile({
    homeDir,
    visits: [
      { url: 'https://harrowfinch.example/brand?session=1', title: 'Brand pages', visitedAt },
      { url: 'https://private.example/', title: 'Nobody else’s business', visitedAt },
    ],
  }).close();
  return {
    mail,
    calendar,
    calendarUrl,
    folder,
    homeDir,
    async stop() {
      await Promise.all([mail.stop(), calendar.stop()]);
      await rm(root, { recursive: true, force: true });
    },
  };
}
