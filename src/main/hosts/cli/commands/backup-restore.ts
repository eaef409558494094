import type { BackupPoint, BackupRun, RestoreProgress } from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';
import { followRun, type ProgressOptions } from '../backup-follow.ts';
import { readAccount, readPlaceSecret, requirePhrase, type SecretOptions } from '../backup-secrets.ts';
import { deviceNameOf, parseTarget, type TargetOptions } from '../backup-target.ts';
import { failureText, pointsText, sizeText, timeText } from '../backup-text.ts';
import type { CommandContext } from '../command-context.ts';
import { requireCurrent } from '../current-unlock.ts';
import { EXIT } from '../exit-codes.ts';
import { followRestore } from '../follow-restore.ts';
import type { Api, Line } from '../line.ts';
import { withLine, withWorkspace } from '../open-line.ts';
import { findPassphrase, promptNewPassphrase } from '../passphrase.ts';
import { ask, canPrompt } from '../prompt.ts';
import { chooseKeychain } from './init.ts';

export type RestoreOptions = ProgressOptions &
  Partial<TargetOptions> &
  SecretOptions & {
    readonly device?: string;
    readonly keychain?: boolean;
    readonly list?: boolean;
    readonly yes?: boolean;
  };

/** The whole store of a point in time: in place of the present one, or into a folder that has none yet. */
export function runBackupRestore(
  context: CommandContext,
  sequence: number | undefined,
  options: RestoreOptions,
): Promise<number> {
  const { target } = options;
  if (target !== undefined) return restoreHere(context, sequence, { ...options, target });
  const restore = ({ api }: Line): Promise<number> => restoreOver(context, api, { sequence, options });
  return withWorkspace(context, restore, { isShared: true });
}

async function restoreOver(
  context: CommandContext,
  api: Api,
  { sequence, options }: { readonly sequence: number | undefined; readonly options: RestoreOptions },
): Promise<number> {
  const point = pick(await api.backup.list(), sequence);
  if (options.yes !== true) {
    await confirm(context, {
      needsYes: 'A restore replaces the whole workspace: say --yes.',
      what: `The whole workspace becomes as it was on ${timeText(point.createdAt)}. The present one is kept for seven days.`,
    });
  }
  const current = await requireCurrent(context, api);
  const { jobId } = await api.backup.restore({ sequence: point.sequence, current });
  const run = await followRestore(context, api, jobId, options);
  await context.output.answer(run, () => (run.outcome === 'done' ? restoredText(run) : failureText(run)));
  return run.outcome === 'done' ? EXIT.done : EXIT.failed;
}

async function confirm(
  { terminal, output }: CommandContext,
  { needsYes, what }: { readonly needsYes: string; readonly what: string },
): Promise<void> {
  if (!canPrompt(terminal)) throw new AppError('invalid_input', `${needsYes} Nothing was changed.`);
  output.say(what);
  const answer = await ask(terminal, 'Type yes to go on: ');
  if (answer.trim().toLowerCase() !== 'yes')
    throw new AppError('cancelled', 'Cancelled. Nothing was changed.');
}

function restoredText({ figures }: BackupRun): string {
  return `Restored from backup ${figures['sequence']}. What was here before is kept for seven days: adiuva backup put-back`;
}

export type AcceptOptions = ProgressOptions & { readonly yes?: boolean };

const OTHER_LIST = {
  needsYes:
    'Points in time may be missing from a list that is older or another than the one seen before: say --yes to go on with it.',
  what: 'From now on the list at the place counts. Points in time that only the list seen before had can no longer be restored.',
};

/** The list at the place for the right one, after a person was told; the backup that follows sends what is missing there. */
export function runBackupAcceptList(context: CommandContext, options: AcceptOptions): Promise<number> {
  const accept = async ({ api }: Line): Promise<number> => {
    if (options.yes !== true) await confirm(context, OTHER_LIST);
    await api.backup.acceptList();
    const { jobId } = await api.backup.start();
    const run = await followRun(context, api, { kind: 'backup', jobId }, options);
    await context.output.answer(run, () =>
      run.outcome === 'done'
        ? `The list is taken as it is, and backup ${run.figures['sequence']} is made.`
        : failureText(run),
    );
    return run.outcome === 'done' ? EXIT.done : EXIT.failed;
  };
  return withWorkspace(context, accept, { isShared: true });
}

/** What was before a restore again. */
export function runBackupPutBack(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    await api.backup.putBack({ current: await requireCurrent(context, api) });
    const status = await api.backup.status();
    await context.output.answer(status, () => 'The workspace is as it was before the restore.');
    return EXIT.done;
  });
}

async function restoreHere(
  context: CommandContext,
  sequence: number | undefined,
  options: RestoreOptions & TargetOptions,
): Promise<number> {
  const place = parseTarget(options);
  return withLine(context, async (line) => {
    const { dataDir } = context.options;
    const useKeychain = chooseKeychain(await line.api.system.status(), options, dataDir);
    const secret = await readPlaceSecret(context, place, options);
    const account = await readAccount(context, place, options);
    const vault = { place, secret, account, phrase: await requirePhrase(context, options.phraseFile) };
    const { points } = await line.api.backup.openVault(vault);
    if (options.list === true) return listPoints(context, points);
    const point = pick(points, sequence ?? (await askWhich(context, points)));
    const passphrase = (await findPassphrase(context)) ?? (await promptNewPassphrase(context));
    if (passphrase === undefined && !useKeychain) throw passphraseNeeded();
    const deviceName = deviceNameOf(options.device);
    const input = { ...vault, sequence: point.sequence, deviceName, passphrase, useKeychain };
    await restoreWatched(context, line, { input, options });
    const status = await line.api.backup.status();
    await context.output.answer({ dataDir, point, status }, () => hereText(dataDir, point));
    return EXIT.done;
  });
}

async function listPoints({ output }: CommandContext, points: readonly BackupPoint[]): Promise<number> {
  await output.answer(points, () =>
    points.length === 0 ? 'There is no backup in it yet.' : pointsText(points),
  );
  return EXIT.done;
}

/** Undefined is the newest. */
async function askWhich(
  { terminal, output }: CommandContext,
  points: readonly BackupPoint[],
): Promise<number | undefined> {
  if (!canPrompt(terminal) || points.length < 2) return undefined;
  output.say(pointsText(points));
  const answer = (await ask(terminal, 'Which one? Enter for the newest, or its number: ')).trim();
  return answer === '' ? undefined : Number(answer);
}

function pick(points: readonly BackupPoint[], sequence: number | undefined): BackupPoint {
  const point = sequence === undefined ? points[0] : points.find((one) => one.sequence === sequence);
  if (point !== undefined) return point;
  throw new AppError(
    'not_found',
    sequence === undefined
      ? 'There is no backup at this place yet. Nothing was changed.'
      : 'There is no backup of that number. Nothing was changed; the list shows those there are.',
  );
}

/** Restores and shows how far it is. Ctrl-C ends it; the folder is then as it was. */
async function restoreWatched(
  context: CommandContext,
  line: Line,
  { input, options }: { readonly input: unknown; readonly options: ProgressOptions },
): Promise<void> {
  const { terminal, output } = context;
  const ended = new AbortController();
  const watch = async (): Promise<void> => {
    for await (const value of line.stream('backup.restoreProgress', undefined, ended.signal)) {
      const progress = value as RestoreProgress; // what the procedure is declared to give
      if (options.progress === true)
        output.say(output.isJson ? JSON.stringify({ progress }) : progressText(progress));
      else if (terminal.stderr.isTTY === true) terminal.stderr.write(`\r\u001b[K${progressText(progress)}`);
    }
  };
  // What is shown beside the work must not end it.
  const watching = watch().catch(() => undefined);
  try {
    for await (const _ of line.stream('backup.restoreHere', input, terminal.signal));
  } finally {
    ended.abort();
    await watching;
    if (terminal.stderr.isTTY === true) terminal.stderr.write('\r\u001b[K');
  }
  if (terminal.signal.aborted) throw new AppError('cancelled', 'Cancelled. Nothing was restored.');
}

function progressText({ step, doneBytes, totalBytes }: RestoreProgress): string {
  return `restore  ${step}, ${sizeText(doneBytes)} of ${sizeText(totalBytes)}`;
}

function hereText(dataDir: string, point: BackupPoint): string {
  return [
    `The workspace of ${timeText(point.createdAt)} is in ${dataDir}.`,
    'It goes on being backed up from here, as a device of its own. The words of the backup open it too.',
  ].join('\n');
}

function passphraseNeeded(): AppError {
  return new AppError(
    'invalid_input',
    'The restored workspace needs a passphrase on this machine: give it by --passphrase-file or ADIUVA_PASSPHRASE. Nothing was changed.',
  );
}
