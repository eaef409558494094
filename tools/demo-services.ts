/**
 * `npm run demo:services`: a mail server, a calendar server, a folder of files and a browser profile, all made up, to
 * try the connectors and plugins with. Says what to enter where; ends with everything it made on Ctrl-C.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeChromeProfile } from '../tests/support/browser-profile.ts';
import { makeDocx, makePdf } from '../tests/support/document-files.ts';
import { startDovecot } from '../tests/support/dovecot.ts';
import { makeCalendar, sampleWeek } from '../tests/support/made-calendar.ts';
import { makeMail } from '../tests/support/made-mail.ts';
import { startRadicale } from '../tests/support/radicale.ts';

const MAILS = 400;
const DAY_MS = 86_400_000;

/** The Monday of this week, for a calendar that has something to show today. */
function monday(): string {
  const now = new Date();
  const back = (now.getDay() + 6) % 7;
  return new Date(now.getTime() - back * DAY_MS).toISOString().slice(0, 10);
}

async function makeFiles(folder: string): Promise<void> {
  const client = join(folder, 'Marchetti', 'Logo');
  await mkdir(client, { recursive: true });
  const files: readonly (readonly [path: string, content: string | Uint8Array])[] = [
    [join(client, 'brief.md'), '# Logo brief\n\nFirst draft by 28 November. Colours: warm, two at most.\n'],
    [join(client, 'notes.txt'), 'Riunione con Giulia: inviare il preventivo entro venerdì.\n'],
    [join(client, 'offer.docx'), makeDocx(['Offer for the logo', 'Three drafts, two rounds of changes.'])],
    [
      join(folder, 'contract.pdf'),
      makePdf(['Contract between us and Harrow Finch. Payment within 30 days.']),
    ],
    [join(folder, 'hours.csv'), 'day,project,hours\n2026-11-20,Logo,3.5\n'],
  ];
  for (const [path, content] of files) await writeFile(path, content);
}

function makeBrowser(homeDir: string): void {
  const pages = [
    ['https://marchetti-studio.example/brand', 'Marchetti: brand pages'],
    ['https://harrowfinch.example/contact', 'Harrow Finch: contact'],
    ['https://paper.example/samples', 'Paper samples'],
  ] as const;
  const now = Date.now();
  const visits = pages.map(([url, title], index) => ({ url, title, visitedAt: now - index * 3_600_000 }));
  const bookmarks = pages.map(([url, title]) => ({ url, title, addedAt: now - DAY_MS }));
  makeChromeProfile({ homeDir, name: 'Demo', visits, bookmarks }).close();
}

async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), 'adiuva-demo-'));
  const [mail, calendars] = await Promise.all([startDovecot(), startRadicale()]);
  await mail.deliver('me', makeMail({ count: MAILS }));
  const address = await calendars.makeCalendar('work');
  for (const event of sampleWeek(monday()))
    await calendars.put(address, `${event.uid}.ics`, makeCalendar([event]));
  const [files, home] = [join(folder, 'files'), join(folder, 'home')];
  await makeFiles(files);
  makeBrowser(home);
  return {
    words: [
      'E-mail account',
      `  server ${mail.host}   port ${mail.port}   encryption: none (or STARTTLS with the certificate)`,
      `  user me   password ${mail.password}   (${MAILS} messages in the inbox)`,
      'Calendar (CalDAV)',
      `  address ${address}`,
      `  user ${calendars.user}   password ${calendars.password}`,
      'Files',
      `  folder ${files}`,
      'Browser',
      `  a Chrome profile named "Demo": start Adiuva with HOME=${home}`,
    ],
    async stop() {
      await Promise.all([mail.stop(), calendars.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const demo = await startDemo();
console.log(
  `${demo.words.join('\n')}\n\ndocs/plugins/README.md says how to try the plugins with them. Ctrl-C ends the servers and removes everything made for them.`,
);
const isAlive = setInterval(() => {}, 60_000);
const end = async (): Promise<void> => {
  clearInterval(isAlive);
  await demo.stop();
};
process.once('SIGINT', () => void end());
process.once('SIGTERM', () => void end());
