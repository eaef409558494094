import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { defaultDataDir } from '#main/data-dir.ts';
import { appVersion } from '#main/app-version.ts';
import type { CommandContext } from './command-context.ts';
import { toCount } from './counts.ts';
import { EXIT, failureOf } from './exit-codes.ts';
import { addAccountCommands } from './account-commands.ts';
import { addActivityCommands } from './activity-commands.ts';
import { addAnswerCommands } from './answer-commands.ts';
import { addBackupCommands } from './backup-commands.ts';
import type { SearchOptions } from './commands/search.ts';
import { addDatasetCommands } from './dataset-commands.ts';
import { addConnectionCommands } from './connections-commands.ts';
import { addJobsCommands } from './jobs-commands.ts';
import { addListCommand } from './list-options.ts';
import { addMemoryCommands } from './memory-commands.ts';
import { addModelCommands } from './model-commands.ts';
import { addNetworkCommands } from './network-commands.ts';
import { addPluginCommands } from './plugin-commands.ts';
import { addProposalsCommands } from './proposals-commands.ts';
import { addQueueCommands } from './queue-commands.ts';
import { createOutput, type Terminal } from './terminal.ts';
import { addTracesCommands, addUsageCommands } from './usage-commands.ts';

type GlobalOptions = {
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly passphraseFile?: string;
};

/** Runs one command, loaded only now: `--help` and `--version` must not wait for the store. */
export type RunCommand = (work: (context: CommandContext) => Promise<number>) => Promise<void>;

/**
 * Runs the command line and resolves with the exit code: 0 done, 1 failed, 2 usage, 3 locked or wrong
 * passphrase, 4 not found. Never throws.
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.done;
  const program = createProgram(terminal, async (work) => {
    exitCode = await runCommand(program, terminal, work);
  });
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(program, terminal, error);
    // Help and version end this way too, with 0.
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return exitCode;
}

async function runCommand(
  program: Command,
  terminal: Terminal,
  work: (context: CommandContext) => Promise<number>,
): Promise<number> {
  const options = program.opts<GlobalOptions>();
  const output = createOutput(terminal, { json: options.json === true });
  const dataDir = resolve(options.dataDir ?? defaultDataDir(terminal.env));
  try {
    return await work({ terminal, output, options: { dataDir, passphraseFile: options.passphraseFile } });
  } catch (error) {
    return report(program, terminal, error);
  }
}

async function report(program: Command, terminal: Terminal, error: unknown): Promise<number> {
  const { exitCode, ...failure } = failureOf(error);
  const output = createOutput(terminal, { json: program.opts<GlobalOptions>().json === true });
  output.say(`adiuva: ${failure.message}`);
  if (output.isJson) await output.json({ error: failure });
  return exitCode;
}

function createProgram(terminal: Terminal, run: RunCommand): Command {
  const program = new Command('adiuva')
    .description('A calm, local-first workspace for freelancers, encrypted on your own machine.')
    .version(appVersion(), '-V, --version')
    .option(
      '--data-dir <folder>',
      'the workspace folder (default: this platform’s own place, or ADIUVA_DATA_DIR)',
    )
    .option('--json', 'answer in JSON on stdout, also on a terminal')
    .option('--passphrase-file <file>', 'read the passphrase from a file (or set ADIUVA_PASSPHRASE)')
    .showHelpAfterError('Run "adiuva --help" to see how it is used.')
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 failed, 2 usage, 3 locked or wrong passphrase, 4 not found.\nAnswers are JSON on stdout where that is not a terminal or --json is given; messages go to stderr.',
    )
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
    });
  addStartCommands(program, run);
  addDataCommands(program, run);
  addAnswerCommands(program, run);
  addListCommand(program, run);
  addJobsCommands(program, run);
  addActivityCommands(program, run);
  addNetworkCommands(program, run);
  addBackupCommands(program, run);
  addAccountCommands(program, run);
  addQueueCommands(program, run);
  addPluginCommands(program, run);
  addConnectionCommands(program, run);
  addProposalsCommands(program, run);
  addDatasetCommands(program, run);
  addMemoryCommands(program, run);
  addModelCommands(program, run);
  addUsageCommands(program, run);
  addTracesCommands(program, run);
  addCareCommands(program, run);
  return program;
}

function addStartCommands(program: Command, run: RunCommand): void {
  program
    .command('init')
    .description('make a new encrypted workspace and show its recovery phrase, once')
    .option('--sample', 'fill it with a sample workspace to look around in')
    .option('--keychain', 'let this machine’s keychain open it as well')
    .option('--no-keychain', 'open it by the passphrase alone')
    .action((options: { sample?: boolean; keychain?: boolean }) =>
      run(async (context) => (await import('./commands/init.ts')).runInit(context, options)),
    );
  program
    .command('web')
    .description('open the app in the browser, on this machine only')
    .option('--port <number>', 'the port to listen on; 0 for any free one', toPort)
    .option('--open', 'open the browser')
    .action((options: { port?: number; open?: boolean }) =>
      run(async (context) => (await import('./commands/web.ts')).runWeb(context, options)),
    );
}

const IMPORT_KINDS = [
  'markdown',
  'tasks-csv',
  'clients-csv',
  'projects-csv',
  'todoist',
  'trello',
  'ics',
  'adiuva',
];

function addDataCommands(program: Command, run: RunCommand): void {
  program
    .command('import')
    .argument('<path>', 'a file or a folder')
    .description('bring in notes, tasks, clients or projects')
    .addOption(new Option('--kind <kind>', 'what it is; guessed when left out').choices(IMPORT_KINDS))
    .option('--map <file>', 'a JSON file that says which CSV column is which field')
    .option('--dry-run', 'say what would happen and change nothing')
    .action((path: string, options: { kind?: string; map?: string; dryRun?: boolean }) =>
      run(async (context) => (await import('./commands/import.ts')).runImport(context, path, options)),
    );
  program
    .command('export')
    .argument('<folder>', 'a new or empty folder, or one that holds an earlier export')
    .description('write everything to open files: Markdown, CSV, JSON and attachments')
    .action((folder: string) =>
      run(async (context) => (await import('./commands/export.ts')).runExport(context, folder)),
    );
  program
    .command('search')
    .argument('<query...>', 'words, and operators such as type:task due:week tag:billing')
    .description('find anything')
    .option('--limit <number>', 'at most this many', toCount, 20)
    .option('--semantic', 'passages by their meaning as well as by their words')
    .action((words: string[], options: SearchOptions) =>
      run(async (context) =>
        (await import('./commands/search.ts')).runSearch(context, words.join(' '), options),
      ),
    );
  program
    .command('add')
    .argument('<text...>', 'e.g. "invoice Acme friday 16:00 #billing +website !high 2h every month"')
    .description('add a task in one line')
    .action((words: string[]) =>
      run(async (context) => (await import('./commands/add.ts')).runAdd(context, words.join(' '))),
    );
}

function addCareCommands(program: Command, run: RunCommand): void {
  program
    .command('call')
    .argument('<procedure>', 'a procedure of the router, e.g. tasks.list')
    .argument('[input]', 'its input as JSON; "-" reads it from stdin')
    .description('call any procedure and print its JSON result')
    .action((procedure: string, input: string | undefined) =>
      run(async (context) => (await import('./commands/call.ts')).runCall(context, procedure, input)),
    );
  program
    .command('doctor')
    .description('look at versions, cipher, integrity, index, key slots and disk')
    .option('--repair', 'save what can be read of a damaged workspace; the damaged file is kept')
    .action((options: { repair?: boolean }) =>
      run(async (context) => (await import('./commands/doctor.ts')).runDoctor(context, options)),
    );
  program
    .command('bench')
    .description('measure this machine on a workspace of its own that is removed afterwards')
    .option('--tasks <number>', 'how many tasks it holds', toCount, 2_000)
    .action((options: { tasks: number }) =>
      run(async (context) => (await import('./commands/bench.ts')).runBench(context, options)),
    );
}

function toPort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}
