import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable, type Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { AppError, isAppError } from '#shared/errors.ts';
import { checkVault, type CheckReport } from './check-vault.ts';
import { openVaultFolder } from './vault-folder.ts';

const USAGE = `usage: adiuva-verify FOLDER [--phrase-file FILE] [--read-data] [--json]

Checks an encrypted backup of Adiuva in a folder, with nothing but the folder and its recovery phrase.
Without --read-data: the header, the list, and that each backup in it has all it needs, at its right size.
With it: every piece is opened, and every page held against its id. Nothing is ever written.

The phrase is read from FILE, from standard input, or asked for.
Ends with 0 where all is in order, 1 where something is damaged, 2 where it could not be checked.
`;

export type VerifyIo = {
  readonly stdin: Readable & { readonly isTTY?: boolean };
  readonly stdout: Writable;
  readonly stderr: Writable & { readonly isTTY?: boolean };
};

/** The `adiuva-verify` command; resolves with its exit code. */
export async function runVerify(args: readonly string[], io: VerifyIo): Promise<number> {
  try {
    const wanted = readArguments(args);
    if (wanted === null) {
      io.stdout.write(USAGE);
      return 0;
    }
    const phrase = await readPhrase(wanted.phraseFile, io);
    const report = await checkVault(openVaultFolder(wanted.folder), {
      phrase,
      readData: wanted.readData,
      onPack: (done, total) => showProgress(io, done, total),
    });
    io.stdout.write(wanted.json ? `${JSON.stringify(report)}\n` : describe(report, wanted.readData));
    return report.problems.length + report.brokenBackups.length === 0 ? 0 : 1;
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, message, details } = error;
    if (args.includes('--json'))
      io.stdout.write(`${JSON.stringify({ error: { code, message, details } })}\n`);
    else io.stderr.write(`adiuva-verify: ${message}\n`);
    return code === 'backup_damaged' ? 1 : 2;
  }
}

/** One line that is written over and over, and gone at the end. */
function showProgress({ stderr }: VerifyIo, done: number, total: number): void {
  if (stderr.isTTY === true) stderr.write(done < total ? `\rpack ${done} of ${total}` : '\r\x1b[K');
}

function readArguments(args: readonly string[]) {
  const options = {
    'phrase-file': { type: 'string' },
    'read-data': { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    if (values.help === true) return null;
    const [folder, ...more] = positionals;
    if (folder === undefined || more.length > 0) throw new TypeError('One folder is wanted.');
    const flags = { readData: values['read-data'] === true, json: values.json === true };
    return { folder, phraseFile: values['phrase-file'], ...flags };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new AppError('invalid_input', `${reason} Nothing was checked; see adiuva-verify --help.`, {
      cause: error,
    });
  }
}

async function readPhrase(file: string | undefined, io: VerifyIo): Promise<string> {
  if (file !== undefined && file !== '-') {
    return readFile(file, 'utf8').catch((error: unknown) => {
      throw new AppError(
        'file_unreadable',
        'The file of the phrase could not be read. Nothing was checked.',
        {
          cause: error,
        },
      );
    });
  }
  if (io.stdin.isTTY !== true) return text(io.stdin);
  io.stderr.write('Recovery phrase (it is not shown): ');
  // What is typed goes nowhere: the words stay out of the terminal's memory.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: io.stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    io.stderr.write('\n');
  }
}

function describe(report: CheckReport, readData: boolean): string {
  const { vaultId, generation, backups, indexes, packs, chunksRead, bytesRead, unneeded } = report;
  const read = readData ? `, ${chunksRead} pieces of ${(bytesRead / 1e6).toFixed(1)} MB opened` : '';
  const lines = [
    `Backup ${vaultId}, generation ${generation}: ${backups} listed, ${indexes} indexes, ${packs} packs${read}.`,
    ...(unneeded > 0 ? [`${unneeded} further objects belong to no listed backup; that is no damage.`] : []),
    ...report.problems.map(({ object, message }) => `damaged: ${object}\n  ${message}`),
    ...report.brokenBackups.map((sequence) => `backup ${sequence} can't be restored whole`),
  ];
  if (report.problems.length + report.brokenBackups.length === 0) lines.push('All is in order.');
  return `${lines.join('\n')}\n`;
}
