import type { SlotKind, SystemStatus } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import { claimFolder, inUse } from './claim-folder.ts';
import type { CommandContext } from './command-context.ts';
import { failureOf } from './exit-codes.ts';
import { createLocalLine, createMovingLine, createRemoteLine, type Line } from './line.ts';
import { findPassphrase, promptPassphrase } from './passphrase.ts';
import { canPrompt } from './prompt.ts';

const MAX_TRIES = 3;

export type LineOptions = {
  /** For work that takes long: other commands may use the folder meanwhile, through this one. */
  readonly isShared?: boolean;
};

/** Runs work on the workspace whatever its state; closes the line afterwards. */
export function withLine<Result>(
  context: CommandContext,
  run: (line: Line) => Promise<Result>,
  options: LineOptions = {},
): Promise<Result> {
  return onLine(context, { ...options, prepare: unlockIfGiven }, run);
}

/** Runs work on the open workspace: unlocks it first, by keychain, passphrase or prompt. */
export function withWorkspace<Result>(
  context: CommandContext,
  run: (line: Line) => Promise<Result>,
  options: LineOptions = {},
): Promise<Result> {
  return onLine(context, { ...options, prepare: unlock }, async (line) => {
    await unlock(context, line);
    return run(line);
  });
}

type OpenOptions = LineOptions & {
  /** What brings a line that was opened midway to where the one before was. */
  readonly prepare: (context: CommandContext, line: Line) => Promise<void>;
};

async function onLine<Result>(
  context: CommandContext,
  options: OpenOptions,
  run: (line: Line) => Promise<Result>,
): Promise<Result> {
  const line = await openLine(context, options);
  try {
    return await run(line);
  } finally {
    await line.close();
  }
}

/** Talks to the process that holds the folder, or opens the folder in this one; also when that changes midway. */
async function openLine(context: CommandContext, options: OpenOptions): Promise<Line> {
  const first = await openOnce(context, options);
  if (first.host === 'local') return first;
  return createMovingLine(first, async () => {
    const next = await openOnce(context, options);
    try {
      await options.prepare(context, next);
      return next;
    } catch (error) {
      await next.close();
      throw error;
    }
  });
}

async function openOnce(context: CommandContext, options: LineOptions): Promise<Line> {
  const claim = await claimFolder(context, 'cli');
  if (claim.kind === 'held') return createRemoteLine(claim.client);
  const { app } = claim;
  if (options.isShared === true) await app.startControl();
  return createLocalLine(app, () => app.close());
}

/** Opens a locked workspace. Throws what stands in the way. */
export async function unlock(context: CommandContext, line: Line): Promise<void> {
  const status = await line.api.system.status();
  if (status.state === 'ready') return;
  if (status.state !== 'locked') throw obstacle(status, context.options.dataDir);
  const opened = await unlockSomehow(context, line, status.slots);
  if (opened.state === 'locked') throw locked();
  // Only with the key can it be seen that a store is damaged, or newer than this program.
  if (opened.state !== 'ready') throw obstacle(opened, context.options.dataDir);
}

async function unlockSomehow(
  context: CommandContext,
  line: Line,
  slots: readonly SlotKind[],
): Promise<SystemStatus> {
  const given = await findPassphrase(context);
  if (given !== undefined) return line.api.system.unlock({ passphrase: given });
  const byKeychain = slots.includes('keychain') ? await unlockByKeychain(line) : undefined;
  return byKeychain ?? unlockByPrompt(context, line);
}

/** Opens a locked workspace with what was given beforehand, and leaves it locked otherwise. */
export async function unlockIfGiven(context: CommandContext, line: Line): Promise<void> {
  const status = await line.api.system.status();
  if (status.state !== 'locked') return;
  const given = await findPassphrase(context);
  if (given !== undefined) await line.api.system.unlock({ passphrase: given });
  else if (status.slots.includes('keychain')) await unlockByKeychain(line);
}

/** Undefined where the passphrase remains: there is no keychain in this session, it is locked or has no entry. */
async function unlockByKeychain(line: Line): Promise<SystemStatus | undefined> {
  try {
    const status = await line.api.system.unlock({ keychain: true });
    return status.state === 'locked' ? undefined : status;
  } catch {
    return undefined;
  }
}

async function unlockByPrompt(context: CommandContext, line: Line): Promise<SystemStatus> {
  if (!canPrompt(context.terminal)) throw locked();
  for (let tries = 1; ; tries += 1) {
    const passphrase = await promptPassphrase(context);
    if (passphrase === undefined || passphrase === '') throw locked();
    try {
      return await line.api.system.unlock({ passphrase });
    } catch (error) {
      if (failureOf(error).code !== 'wrong_passphrase' || tries >= MAX_TRIES) throw error;
      context.output.say('That is not the passphrase.');
    }
  }
}

function locked(): AppError {
  return new AppError(
    'store_locked',
    'The workspace is locked. Its data is safe; give the passphrase by --passphrase-file or ADIUVA_PASSPHRASE.',
  );
}

/** Why a workspace in this state can't be worked on, and what to do. */
export function obstacle(
  status: Exclude<SystemStatus, { state: 'ready' } | { state: 'locked' }>,
  dataDir: string,
): AppError {
  switch (status.state) {
    case 'absent':
      return new AppError(
        'store_absent',
        `There is no workspace in ${dataDir}. Make one with "adiuva init".`,
      );
    case 'corrupt':
      return new AppError(
        'store_corrupt',
        status.canSalvage
          ? `The workspace is damaged: ${status.detail} "adiuva doctor --repair" saves what can be read and keeps the damaged file.`
          : `The workspace is damaged: ${status.detail}`,
      );
    case 'too_new':
      return new AppError(
        'store_too_new',
        `This workspace was written by a newer Adiuva (schema ${status.storeSchema}, this one knows ${status.appSchema}). It was not touched; update Adiuva.`,
      );
    case 'in_use':
      return inUse(status.pid);
    case 'read_only':
      return new AppError('store_read_only', `${status.detail} The folder is ${dataDir}.`);
    case 'disk_full':
      return new AppError('disk_full', status.detail);
  }
}
