import { Argument, InvalidArgumentError, type Command } from 'commander';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { DrillOptions, PruneOptions, ShowOptions, VerifyOptions } from './commands/backup.ts';
import type { ItemsListOptions } from './commands/backup-items.ts';
import type { AcceptOptions, RestoreOptions } from './commands/backup-restore.ts';
import type { BackupInitOptions, PhraseOptions, RotateOptions } from './commands/backup-setup.ts';
import type { ProgressOptions } from './backup-follow.ts';
import { toCount } from './counts.ts';
import type { RunCommand } from './program.ts';

const load = () => import('./commands/backup.ts');
const loadSetUp = () => import('./commands/backup-setup.ts');

const loadRestore = () => import('./commands/backup-restore.ts');

const TARGET =
  'file:DIR, https://SERVER, s3://BUCKET/PREFIX or webdav://USER@SERVER/FOLDER (webdav+http:// without TLS)';
const PHRASE_FILE = 'the twelve words; "-" reads them from stdin';
const KEEP_PHRASE = 'do not make the words the recovery phrase of this workspace as well';
const PROGRESS = 'say on stderr how far it is, a line for each change; JSON lines where answers are JSON';

/** `adiuva backup …` */
export function addBackupCommands(program: Command, run: RunCommand): void {
  const backup = program
    .command('backup')
    .description('encrypted backups: set up, make, check, prove and restore them');
  addKeyCommands(backup, run);
  addLookCommands(backup, run);
  addWorkCommands(backup, run);
  addRestoreCommands(backup, run);
  addItemCommands(backup, run);
}

/** Where a vault lies, and what opens it. */
function withTarget(command: Command): Command {
  return command
    .option('--phrase-file <file>', PHRASE_FILE)
    .option(
      '--secret-file <file>',
      'the password or secret key of the place; "-" for stdin. Else ADIUVA_BACKUP_SECRET, else asked for',
    )
    .option('--endpoint <url>', 'of a bucket: the server, where it is not Amazon’s')
    .option('--region <name>', 'of a bucket; us-east-1 when left out')
    .option('--access-key-id <id>', 'of a bucket')
    .option('--virtual-host', 'of a bucket: its name is a part of the server’s name')
    .option('--device <name>', 'what this device is called there; else the name of the machine');
}

function addKeyCommands(backup: Command, run: RunCommand): void {
  withTarget(backup.command('init').requiredOption('--target <place>', TARGET))
    .option('--keep-phrase', KEEP_PHRASE)
    .description('begin a backup with new words, shown once, or join the one that is at the place')
    .action((options: BackupInitOptions) =>
      run(async (context) => (await loadSetUp()).runBackupInit(context, options)),
    );
  backup
    .command('rotate')
    .description('change the recovery phrase')
    .option('--keep-phrase', KEEP_PHRASE)
    .option('--leaked', 'others may know the former one: new keys, and everything is sent anew')
    .option('--progress', PROGRESS)
    .action((options: RotateOptions) =>
      run(async (context) => (await loadSetUp()).runBackupRotate(context, options)),
    );
  backup
    .command('reenter')
    .description('give the words that another device changed')
    .option('--phrase-file <file>', PHRASE_FILE)
    .action((options: PhraseOptions) =>
      run(async (context) => (await loadSetUp()).runBackupReenter(context, options)),
    );
  backup
    .command('kit')
    .argument('<file>', 'a new PDF file')
    .description('a page to print: where the backup lies and how to restore it')
    .option('--phrase-file <file>', `${PHRASE_FILE}: they are printed on it`)
    .action((file: string, options: PhraseOptions) =>
      run(async (context) => (await loadSetUp()).runBackupKit(context, file, options)),
    );
  backup
    .command('disconnect')
    .description('forget place and keys on this machine; the backups stay where they are')
    .action(() => run(async (context) => (await loadSetUp()).runBackupDisconnect(context)));
}

function addLookCommands(backup: Command, run: RunCommand): void {
  backup
    .command('status')
    .description('how it stands, and when a restore was last proven')
    .action(() => run(async (context) => (await load()).runBackupStatus(context)));
  backup
    .command('list')
    .description('points in time that can be restored, newest first')
    .action(() => run(async (context) => (await load()).runBackupList(context)));
  backup
    .command('show')
    .argument('<number>', 'of "adiuva backup list"', toCount)
    .description('one point in time')
    .option('--changes', 'also what a restore of it would change')
    .action((sequence: number, options: ShowOptions) =>
      run(async (context) => (await load()).runBackupShow(context, sequence, options)),
    );
  backup
    .command('devices')
    .description('who backs up to this place')
    .action(() => run(async (context) => (await load()).runBackupDevices(context)));
}

function addWorkCommands(backup: Command, run: RunCommand): void {
  backup
    .command('create')
    .description('back up now')
    .option('--progress', PROGRESS)
    .action((options: ProgressOptions) =>
      run(async (context) => (await load()).runBackupCreate(context, options)),
    );
  backup
    .command('verify')
    .description('check that every listed backup is whole; ends with 1 and names what is damaged')
    .option('--read-data', 'fetch and open everything, not only look whether it is there')
    .option('--sample <share>', 'fetch and open a share only, e.g. 1%', toShare)
    .option('--progress', PROGRESS)
    .action((options: VerifyOptions) =>
      run(async (context) => (await load()).runBackupVerify(context, options)),
    );
  backup
    .command('drill')
    .description(
      'back up, restore to a folder that is thrown away, and compare; ends with 1 where anything differs',
    )
    .option('--part', 'fetch and open a small share only, as each day')
    .option('--progress', PROGRESS)
    .action((options: DrillOptions) =>
      run(async (context) => (await load()).runBackupDrill(context, options)),
    );
  backup
    .command('prune')
    .description('keep as many backups as the settings say and clear the rest away, with a day of grace')
    .option('--dry-run', 'say what would go and change nothing')
    .option('--progress', PROGRESS)
    .action((options: PruneOptions) =>
      run(async (context) => (await load()).runBackupPrune(context, options)),
    );
}

function addRestoreCommands(backup: Command, run: RunCommand): void {
  withTarget(
    backup.command('restore').option('--target <place>', `where there is no workspace yet: ${TARGET}`),
  )
    .argument('[number]', 'of "adiuva backup list"; the newest when left out', toCount)
    .description(
      'bring a point in time back: over this workspace, or with --target into a folder without one',
    )
    .option(
      '--email <address>',
      'with --target https://SERVER: the account there; its password is the secret',
    )
    .option('--yes', 'replace the present workspace without asking; it is kept for seven days')
    .option('--list', 'with --target: say what could be restored, and restore nothing')
    .option('--keychain', 'with --target: let this machine’s keychain open it as well')
    .option('--no-keychain', 'with --target: open it by the passphrase alone')
    .option('--progress', PROGRESS)
    .action((sequence: number | undefined, options: RestoreOptions) =>
      run(async (context) => (await loadRestore()).runBackupRestore(context, sequence, options)),
    );
  backup
    .command('accept-list')
    .description('go on with a list that is older than, or another than, the one seen before, and back up')
    .option('--yes', 'without asking')
    .option('--progress', PROGRESS)
    .action((options: AcceptOptions) =>
      run(async (context) => (await loadRestore()).runBackupAcceptList(context, options)),
    );
  backup
    .command('put-back')
    .description('take the last restore back')
    .action(() => run(async (context) => (await loadRestore()).runBackupPutBack(context)));
}

/** Single items of a point in time: a note as it was in March. */
function addItemCommands(backup: Command, run: RunCommand): void {
  const load = () => import('./commands/backup-items.ts');
  const items = backup
    .command('items')
    .description('look at single items of a point in time, and bring them back');
  const kind = () => new Argument('<kind>', 'what they are').choices(ITEM_KINDS);
  items
    .command('list')
    .argument('<number>', 'of "adiuva backup list"', toCount)
    .addArgument(kind())
    .option('--text <words>', 'with these words in the title')
    .option('--limit <number>', 'at most this many', toCount, 100)
    .option('--cursor <cursor>', 'go on where the former page ended (its nextCursor)')
    .description('items as they were then, and what became of them since')
    .action((sequence: number, of: ItemKind, options: ItemsListOptions) =>
      run(async (context) => (await load()).runBackupItemsList(context, { sequence, kind: of }, options)),
    );
  items
    .command('restore')
    .argument('<number>', 'of "adiuva backup list"', toCount)
    .addArgument(kind())
    .argument('<id...>', 'of "adiuva backup items list"')
    .description('put items back as they were then, with what they belong to; the rest stays as it is')
    .action((sequence: number, of: ItemKind, ids: string[]) =>
      run(async (context) => (await load()).runBackupItemsRestore(context, { sequence, kind: of }, ids)),
    );
}

/** `1%`, `0.5 %` or a fraction such as `0.01`. */
function toShare(text: string): number {
  const [, digits = '', percent] = /^(\d{1,3}(?:\.\d{1,6})?) ?(%?)$/.exec(text) ?? [];
  const share = percent === '%' ? Number(digits) / 100 : Number(digits);
  if (digits === '' || share <= 0 || share > 1)
    throw new InvalidArgumentError('A share looks like 1% or 0.01.');
  return share;
}
