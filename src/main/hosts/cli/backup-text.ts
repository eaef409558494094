import type { BackupPoint, BackupRun, BackupStatus } from '#shared/contracts/backup.ts';
import { formatTable } from './table.ts';
import { printable } from './terminal.ts';

const STATES: Readonly<Record<BackupStatus['state'], string>> = {
  not_set_up: 'not set up; begin with "adiuva backup init"',
  up_to_date: 'up to date',
  due: 'due',
  running: 'at work',
  paused: 'held; "adiuva jobs resume" lets it go on',
  waiting: 'waits and tries again by itself',
  needs_you: 'needs you',
};

/** Bytes for people, in powers of ten as disks and networks count. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(1)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

/** Local time, to the minute. */
export function timeText(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '-';
  const time = new Date(ms);
  const [year, ...rest] = [time.getFullYear(), time.getMonth() + 1, time.getDate()];
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${rest.map(two).join('-')} ${two(time.getHours())}:${two(time.getMinutes())}`;
}

export function statusText(status: BackupStatus): string {
  const { trouble, leftKeys, canPutBack, lastBackup, lastDrill, lastVerify } = status;
  if (status.place === null) return `Backup: ${STATES[status.state]}`;
  return formatTable([
    ['Backup', STATES[status.state]],
    ['Place', status.placeLabel ?? ''],
    ['Vault', status.vaultId ?? ''],
    ['This device', status.deviceName ?? ''],
    ['Last backup', timeText(lastBackup?.finishedAt)],
    ['Next backup', timeText(status.nextBackupAt)],
    ['Last check', lastVerify === null ? '-' : `${timeText(lastVerify.startedAt)}, ${foundText(lastVerify)}`],
    ['Restore last proven', timeText(lastDrill?.finishedAt)],
    ...(leftKeys === null ? [] : [['New keys', `not in use; adiuva jobs retry ${leftKeys.jobId}`]]),
    ...(canPutBack === null ? [] : [['Before the restore', `kept until ${timeText(canPutBack.until)}`]]),
  ]).concat(trouble === null ? '' : `\n${printable(trouble.message)}`);
}

function foundText({ outcome, damaged }: BackupRun): string {
  if (outcome !== 'done') return outcome;
  return damaged.length === 0 ? 'all in order' : `${damaged.length} damaged`;
}

const HEADINGS = ['No.', 'Date', 'Device', 'Size', 'Added', 'Holds'];

export function pointsText(points: readonly BackupPoint[]): string {
  return formatTable([HEADINGS, ...points.map(pointRow)]);
}

function pointRow(point: BackupPoint): readonly string[] {
  const { sequence, createdAt, device, isThisDevice, sizeBytes, addedBytes } = point;
  return [
    String(sequence),
    timeText(createdAt),
    isThisDevice ? `${device.name} (this one)` : device.name,
    sizeText(sizeBytes),
    sizeText(addedBytes),
    countsText(point),
  ];
}

export function countsText({ counts }: Pick<BackupPoint, 'counts'>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([noun, count]) => `${count} ${noun}`)
    .join(', ');
}

/** Why a piece of work did not succeed. */
export function failureText({ outcome, error }: BackupRun): string {
  return outcome === 'cancelled' ? 'Cancelled.' : printable(error?.message ?? 'It did not succeed.');
}
