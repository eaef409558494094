import { Option, type Command } from 'commander';
import { CALENDAR_SOURCE_KINDS } from '#shared/contracts/choices.ts';
import type { AccountOptions } from './commands/accounts.ts';
import type { CalendarOptions } from './commands/calendars.ts';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

const PASSWORD =
  'a file that holds the password, or "-" for stdin; asked for on a terminal when left out. Never on the command line';

/** `adiuva accounts …` and `adiuva calendars …`: what plugins can be given the right to read. */
export function addConnectionCommands(program: Command, run: RunCommand): void {
  addAccountCommands(program, run);
  addCalendarCommands(program, run);
}

function addAccountCommands(program: Command, run: RunCommand): void {
  const load = () => import('./commands/accounts.ts');
  const accounts = program
    .command('accounts')
    .description('mail accounts that plugins may be allowed to read');
  accounts
    .command('list')
    .description('all of them, without their passwords')
    .action(() => run(async (context) => (await load()).runAccountsList(context)));
  accounts
    .command('add')
    .argument('<name>', 'what it is called here')
    .description('add an IMAP account, or mail in files')
    .option('--file <path>', 'an .mbox or .eml file or a folder of .eml files, in place of a server')
    .option('--host <host>', 'the IMAP server')
    .option('--port <number>', '993 with tls, else 143', toCount)
    .option('--user <user>', 'the name to log in with')
    .addOption(
      new Option('--tls <mode>', 'how it is encrypted').choices(['tls', 'starttls', 'none']).default('tls'),
    )
    .option('--oauth2', 'the password is an OAuth2 access token')
    .option('--folder <folder...>', 'read these instead of the inbox')
    .option('--certificate <file>', 'PEM of the server, where no authority vouches for it')
    .option('--password-file <file>', PASSWORD)
    .action((name: string, options: AccountOptions) =>
      run(async (context) => (await load()).runAccountsAdd(context, name, options)),
    );
  accounts
    .command('test')
    .argument('<account>', 'its name or id')
    .description('log in and look; ends with 1 where that fails')
    .action((name: string) => run(async (context) => (await load()).runAccountsTest(context, name)));
  accounts
    .command('remove')
    .argument('<account>', 'its name or id')
    .description('forget it and its password')
    .action((name: string) => run(async (context) => (await load()).runAccountsRemove(context, name)));
}

function addCalendarCommands(program: Command, run: RunCommand): void {
  const load = () => import('./commands/calendars.ts');
  const calendars = program.command('calendars').description('calendars that plugins may be allowed to read');
  calendars
    .command('list')
    .description('all of them, without their passwords')
    .action(() => run(async (context) => (await load()).runCalendarsList(context)));
  calendars
    .command('add')
    .argument('<name>', 'what it is called here')
    .argument('<location>', 'an .ics file, the address of a feed, or of a CalDAV calendar')
    .description('add a calendar')
    .addOption(
      new Option('--kind <kind>', 'guessed when left out: an address with --user is caldav').choices(
        CALENDAR_SOURCE_KINDS,
      ),
    )
    .option('--user <user>', 'the name to log in with')
    .option('--certificate <file>', 'PEM of the server, where no authority vouches for it')
    .option('--password-file <file>', PASSWORD)
    .action((name: string, location: string, options: CalendarOptions) =>
      run(async (context) => (await load()).runCalendarsAdd(context, { name, location }, options)),
    );
  calendars
    .command('test')
    .argument('<calendar>', 'its name or id')
    .description('read it once; ends with 1 where that fails')
    .action((name: string) => run(async (context) => (await load()).runCalendarsTest(context, name)));
  calendars
    .command('remove')
    .argument('<calendar>', 'its name or id')
    .description('forget it and its password')
    .action((name: string) => run(async (context) => (await load()).runCalendarsRemove(context, name)));
}
