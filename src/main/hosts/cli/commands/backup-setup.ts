import type { BackupStatus, NewPhrase, SetUpBackupInput } from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';
import { followRun, type ProgressOptions } from '../backup-follow.ts';
import { readPhrase, readPlaceSecret, requirePhrase, type SecretOptions } from '../backup-secrets.ts';
import { deviceNameOf, parseTarget, type TargetOptions } from '../backup-target.ts';
import { failureText, statusText } from '../backup-text.ts';
import type { CommandContext } from '../command-context.ts';
import { findCurrent } from '../current-unlock.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { writeNewFile } from '../new-file.ts';
import { withWorkspace } from '../open-line.ts';
import { askHidden, canPrompt } from '../prompt.ts';
import { askWords, numberedWords, wordsAt, type AskedWord } from '../recovery-words.ts';

export type BackupInitOptions = TargetOptions &
  SecretOptions & { readonly device?: string; readonly keepPhrase?: boolean };

/** The words are told on a screen before they count, and to a script in its one answer. */
type Chosen = { readonly phrase: SetUpBackupInput['phrase']; readonly recoveryPhrase: string | null };

const MAX_TRIES = 3;

/** Begins a backup at a place, or joins the one that is there. */
export function runBackupInit(context: CommandContext, options: BackupInitOptions): Promise<number> {
  const place = parseTarget(options);
  return withWorkspace(context, async ({ api }) => {
    const { place: former } = await api.backup.status();
    if (former !== null) throw isSetUp();
    const secret = await readPlaceSecret(context, place, options);
    const { found } = await api.backup.tryPlace({ place, secret });
    const chosen = await choosePhrase(context, api, { found, phraseFile: options.phraseFile });
    const status = await api.backup.setUp({
      place,
      secret,
      deviceName: deviceNameOf(options.device),
      phrase: chosen.phrase,
      current: options.keepPhrase === true ? undefined : await findCurrent(context, api),
    });
    await tell(context, status, chosen.recoveryPhrase);
    return EXIT.done;
  });
}

async function choosePhrase(
  context: CommandContext,
  api: Api,
  { found, phraseFile }: { readonly found: 'empty' | 'vault'; readonly phraseFile: string | undefined },
): Promise<Chosen> {
  const given = await readPhrase(context, phraseFile);
  if (given !== undefined) return { phrase: { kind: 'typed', phrase: given }, recoveryPhrase: null };
  if (found === 'vault') {
    if (!canPrompt(context.terminal)) throw phraseNeeded();
    context.output.say('There is a backup at this place already; its recovery phrase joins it.');
    const phrase = await askHidden(context.terminal, 'Recovery phrase of the backup: ');
    return { phrase: { kind: 'typed', phrase }, recoveryPhrase: null };
  }
  const { phrase, words } = await takeNewPhrase(context, api);
  return { phrase: { kind: 'new', words }, recoveryPhrase: phrase };
}

/** New words, shown to a person and asked back; a script is told them in the answer. */
async function takeNewPhrase(
  context: CommandContext,
  api: Api,
): Promise<{ readonly phrase: string; readonly words: AskedWord[] }> {
  const made = await api.backup.newPhrase();
  const isWatched = canPrompt(context.terminal) && !context.output.isJson;
  const words = isWatched ? await showAndAsk(context, made) : wordsAt(made.phrase, made.confirmIndexes);
  return { phrase: made.phrase, words };
}

async function showAndAsk({ terminal, output }: CommandContext, made: NewPhrase): Promise<AskedWord[]> {
  output.say(
    [
      'Write these twelve words down and keep them away from this machine. Whoever has them can read the backup,',
      'without them nobody can, and they are shown only now:',
      '',
      ...numberedWords(made.phrase),
      '',
    ].join('\n'),
  );
  const right = made.phrase.split(' ');
  for (let tries = 1; tries <= MAX_TRIES; tries += 1) {
    const given = await askWords(terminal, made.confirmIndexes);
    if (given.every(({ index, word }) => right[index] === word)) return given;
    output.say('That is not what is written above.');
  }
  throw new AppError(
    'wrong_recovery_phrase',
    'The words were not confirmed. Nothing was changed; begin again and write the new words down.',
  );
}

async function tell(
  { output, terminal }: CommandContext,
  status: BackupStatus,
  recoveryPhrase: string | null,
): Promise<void> {
  await output.answer(recoveryPhrase === null ? status : { ...status, recoveryPhrase }, () =>
    [
      statusText(status),
      '',
      status.phraseOpensWorkspace
        ? 'The words of the backup are the recovery phrase of this workspace now; the former one opens it no more.'
        : 'The recovery phrase of this workspace stays as it is: there are two phrases to keep.',
      'The first backup: adiuva backup create',
    ].join('\n'),
  );
  if (recoveryPhrase !== null && output.isJson && terminal.stdout.isTTY !== true)
    output.say('The recovery phrase is in the answer, and nowhere else: keep it.');
}

export type RotateOptions = ProgressOptions & { readonly leaked?: boolean; readonly keepPhrase?: boolean };

/** A new phrase; with `leaked` new keys as well, and everything is sent anew. */
export function runBackupRotate(context: CommandContext, options: RotateOptions): Promise<number> {
  const rotate = async ({ api }: { readonly api: Api }): Promise<number> => {
    const { place } = await api.backup.status();
    if (place === null) throw notSetUp();
    const { phrase, words } = await takeNewPhrase(context, api);
    const current = options.keepPhrase === true ? undefined : await findCurrent(context, api);
    const changed = await api.backup.changePhrase({ words, isLeaked: options.leaked === true, current });
    const { jobId } = changed;
    // Told before the long part: where that is cut off it goes on by itself, and the words count then.
    await context.output.answer({ ...changed, recoveryPhrase: phrase }, () =>
      jobId === null
        ? 'The new words open the backup now; the former ones do not.\nOther devices ask for the new words at their next backup.'
        : 'New keys: everything is sent anew, and the new words count when that is done. Cut off, it goes on at the next start.',
    );
    return jobId === null ? EXIT.done : followRotation(context, api, { jobId, options });
  };
  return withWorkspace(context, rotate, { isShared: true });
}

async function followRotation(
  context: CommandContext,
  api: Api,
  { jobId, options }: { readonly jobId: string; readonly options: ProgressOptions },
): Promise<number> {
  const run = await followRun(context, api, { kind: 'rotate', jobId }, options);
  if (run.outcome !== 'done') {
    context.output.say(
      `${failureText(run)} The former words hold. To go on with the new ones: adiuva jobs retry ${jobId}`,
    );
    return EXIT.failed;
  }
  context.output.say(
    [
      'The new words open the backup now. The former backups can no longer be restored, and are deleted by later prunes.',
      'Other devices ask for the new words at their next backup.',
    ].join('\n'),
  );
  return EXIT.done;
}

export type PhraseOptions = Pick<SecretOptions, 'phraseFile'>;

/** The page to print, as a PDF in a new file; with the words on it where they are given. */
export function runBackupKit(context: CommandContext, file: string, options: PhraseOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const phrase = await readPhrase(context, options.phraseFile);
    const { pdfBase64 } = await api.backup.kit({ phrase });
    const path = await writeNewFile(file, Buffer.from(pdfBase64, 'base64'));
    await context.output.answer({ path, hasPhrase: phrase !== undefined }, () =>
      phrase === undefined
        ? `The recovery kit is in ${path}. Write the words on it by hand.`
        : `The recovery kit is in ${path}. The words are on it: print it, and delete the file.`,
    );
    return EXIT.done;
  });
}

/** The words as they are now, after another device changed them. */
export function runBackupReenter(context: CommandContext, options: PhraseOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    await api.backup.reenter({ phrase: await requirePhrase(context, options.phraseFile) });
    const status = await api.backup.status();
    await context.output.answer(status, () => statusText(status));
    return EXIT.done;
  });
}

/** Forgets place and keys here; what lies there stays. */
export function runBackupDisconnect(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const status = await api.backup.disconnect();
    await context.output.answer(
      status,
      () => 'This workspace is not backed up any more. What lies at the place stays; its phrase opens it.',
    );
    return EXIT.done;
  });
}

function isSetUp(): AppError {
  return new AppError(
    'conflict',
    'This workspace has a backup already. Nothing was changed; "adiuva backup disconnect" lets go of that one first.',
  );
}

function notSetUp(): AppError {
  return new AppError(
    'not_found',
    'There is no backup of this workspace yet. Nothing was changed; begin with "adiuva backup init".',
  );
}

function phraseNeeded(): AppError {
  return new AppError(
    'invalid_input',
    'There is a backup at this place already. Nothing was changed; give its recovery phrase by --phrase-file to join it, or choose another place.',
  );
}
