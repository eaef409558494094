import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { protectCell } from '#shared/kernel/csv-cells.ts';

const HEADER = [
  'No.',
  'Time (UTC)',
  'Who',
  'Action',
  'Effect',
  'Right',
  'Resource',
  'Outcome',
  'Bytes',
  'Duration (ms)',
  'Run',
  'Detail',
  'Hash',
];

/** A name, an address or a path that begins like a formula must not run when the file is opened. */
export async function activityCsv(entries: readonly ActivityEntry[]): Promise<string> {
  const { default: Papa } = await import('papaparse');
  const rows = entries.map((one) =>
    [
      one.seq,
      new Date(one.at).toISOString(),
      one.principal,
      one.actionId,
      one.effect,
      one.resourceType,
      one.resource,
      one.outcome,
      one.bytes,
      one.durationMs,
      one.runId ?? '',
      one.detail,
      one.hash,
    ].map((cell) => (typeof cell === 'string' ? protectCell(cell) : cell)),
  );
  return `\ufeff${Papa.unparse([HEADER, ...rows], { newline: '\r\n' })}\r\n`;
}
