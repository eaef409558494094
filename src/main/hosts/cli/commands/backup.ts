import type { BackupPoint, BackupRun, RestorePreview } from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';
import { followRun, type ProgressOptions } from '../backup-follow.ts';
import { countsText, failureText, pointsText, sizeText, statusText, timeText } from '../backup-text.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

const LONG = { isShared: true };

export function runBackupStatus(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const status = await api.backup.status();
    await context.output.answer(status, () => statusText(status));
    return EXIT.done;
  });
}

export function runBackupCreate(context: CommandContext, options: ProgressOptions): Promise<number> {
  const create = async ({ api }: { readonly api: Api }): Promise<number> => {
    const { jobId } = await api.backup.start();
    const run = await followRun(context, api, { kind: 'backup', jobId }, options);
    await context.output.answer(run, () =>
      run.outcome === 'done'
        ? `Backup ${run.figures['sequence']} is made: ${sizeText(run.bytes)} sent.`
        : failureText(run),
    );
    return exitOf(run);
  };
  return withWorkspace(context, create, LONG);
}

export function runBackupList(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const points = await api.backup.list();
    await context.output.answer(points, () =>
      points.length === 0 ? 'There is no backup yet.' : pointsText(points),
    );
    return EXIT.done;
  });
}

export type ShowOptions = { readonly changes?: boolean };

export function runBackupShow(
  context: CommandContext,
  sequence: number,
  options: ShowOptions,
): Promise<number> {
  const show = async ({ api }: { readonly api: Api }): Promise<number> => {
    const point = await findPoint(api, sequence);
    if (options.changes === true) {
      const preview = await api.backup.preview({ sequence });
      await context.output.answer(preview, () => `${pointText(point)}\n\n${previewText(preview)}`);
      return EXIT.done;
    }
    await context.output.answer(point, () => pointText(point));
    return EXIT.done;
  };
  return withWorkspace(context, show, LONG);
}

async function findPoint(api: Api, sequence: number): Promise<BackupPoint> {
  const point = (await api.backup.list()).find((one) => one.sequence === sequence);
  if (point) return point;
  throw new AppError(
    'not_found',
    `There is no backup ${sequence}. "adiuva backup list" shows those there are.`,
  );
}

export type VerifyOptions = ProgressOptions & { readonly readData?: boolean; readonly sample?: number };

/** 1 where something is damaged, which is named. */
export function runBackupVerify(context: CommandContext, options: VerifyOptions): Promise<number> {
  const verify = async ({ api }: { readonly api: Api }): Promise<number> => {
    const { sample = 1, readData = options.sample !== undefined } = options;
    const { jobId } = await api.backup.verify({ readData, sample });
    const run = await followRun(context, api, { kind: 'verify', jobId }, options);
    await context.output.answer(run, () => verifyText(run));
    return run.damaged.length === 0 ? exitOf(run) : EXIT.failed;
  };
  return withWorkspace(context, verify, LONG);
}

function verifyText(run: BackupRun): string {
  const { backups = 0, packs = 0, packsRead = 0, problems = 0, brokenBackups = 0 } = run.figures;
  const named = run.damaged.map((what) => `damaged: ${printable(what)}`);
  if (run.outcome !== 'done') return [...named, failureText(run)].join('\n');
  const read = run.share > 0 ? `, ${packsRead} of them opened` : '';
  return [
    `Checked ${backups} backups in ${packs} packs${read}.`,
    ...named,
    problems > named.length ? `… and ${problems - named.length} more` : '',
    brokenBackups > 0 ? `${brokenBackups} of the backups can't be restored whole.` : '',
    problems === 0
      ? 'All is in order.'
      : 'The next backup sends what is still here anew: adiuva backup create',
  ]
    .filter(Boolean)
    .join('\n');
}

export type DrillOptions = ProgressOptions & { readonly part?: boolean };

export function runBackupDrill(context: CommandContext, options: DrillOptions): Promise<number> {
  const drill = async ({ api }: { readonly api: Api }): Promise<number> => {
    const { jobId } = await api.backup.drill({ isWhole: options.part !== true });
    const run = await followRun(context, api, { kind: 'drill', jobId }, options);
    await context.output.answer(run, () => (run.outcome === 'done' ? drillText(run) : failureText(run)));
    return exitOf(run);
  };
  return withWorkspace(context, drill, LONG);
}

function drillText({ share, bytes, figures }: BackupRun): string {
  const { tables = 0, rows = 0, searchesSame = 0, searchesAsked = 0 } = figures;
  if (share < 1) return `${sizeText(bytes)} were fetched and opened: all in order.`;
  const { durationMs = 0, attachmentsSame = 0, attachmentsAsked = 0, sequence } = figures;
  return [
    `Backup ${sequence} came back whole: ${tables} tables with ${rows} rows are the same,`,
    `${searchesSame} of ${searchesAsked} searches and ${attachmentsSame} of ${attachmentsAsked} attachments answer as here.`,
    `${sizeText(bytes)} in ${(durationMs / 1_000).toFixed(1)} s; the copy is thrown away.`,
  ].join('\n');
}

export type PruneOptions = ProgressOptions & { readonly dryRun?: boolean };

export function runBackupPrune(context: CommandContext, options: PruneOptions): Promise<number> {
  const prune = async ({ api }: { readonly api: Api }): Promise<number> => {
    if (options.dryRun === true) return previewPrune(context, api);
    const { jobId } = await api.backup.prune();
    const run = await followRun(context, api, { kind: 'prune', jobId }, options);
    await context.output.answer(run, () => (run.outcome === 'done' ? pruneText(run) : failureText(run)));
    return exitOf(run);
  };
  return withWorkspace(context, prune, LONG);
}

async function previewPrune({ output }: CommandContext, api: Api): Promise<number> {
  const dropped = await api.backup.previewPrune();
  const { retention } = await api.backup.settings();
  await output.answer({ isDryRun: true, retention, dropped }, () =>
    dropped.length === 0 ? 'Nothing would go.' : `These would go:\n${pointsText(dropped)}`,
  );
  return EXIT.done;
}

function pruneText({ bytes, figures }: BackupRun): string {
  const { backupsDropped = 0, doomedObjects = 0, deletedObjects = 0 } = figures;
  return [
    `${backupsDropped} backups left the list.`,
    `${doomedObjects} objects are not needed any more and go a day from now at the earliest;`,
    `${deletedObjects} were deleted, ${sizeText(bytes)}.`,
  ].join('\n');
}

export function runBackupDevices(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const devices = await api.backup.devices();
    await context.output.answer(devices, () =>
      formatTable([
        ['Device', 'Last backup', 'Backups'],
        ...devices.map(({ name, isThisDevice, lastBackupAt, backups }) => [
          isThisDevice ? `${name} (this one)` : name,
          timeText(lastBackupAt),
          String(backups),
        ]),
      ]),
    );
    return EXIT.done;
  });
}

function exitOf({ outcome }: BackupRun): number {
  return outcome === 'done' ? EXIT.done : EXIT.failed;
}

function pointText(point: BackupPoint): string {
  const { sequence, createdAt, device, sizeBytes, addedBytes, id } = point;
  return formatTable([
    ['Backup', String(sequence)],
    ['Made', timeText(createdAt)],
    ['Device', device.name],
    ['Size', `${sizeText(sizeBytes)}, of which ${sizeText(addedBytes)} were new`],
    ['Manifest', id],
    ['Holds', countsText(point)],
  ]);
}

function previewText({ nouns }: Pick<RestorePreview, 'nouns'>): string {
  return formatTable([
    ['', 'Now', 'Then', 'Would go', 'Would come back', 'Other'],
    ...nouns.map(({ kind, now, then, gone, back, changed }) =>
      [kind, now, then, gone, back, changed].map(String),
    ),
  ]);
}
