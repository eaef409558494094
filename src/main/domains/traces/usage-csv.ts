import type { LedgerEntry } from '#shared/contracts/usage.ts';
import { protectCell } from '#shared/kernel/csv-cells.ts';

const HEADER = [
  'Time (UTC)',
  'Day',
  'Feature',
  'Who',
  'Run',
  'Provider',
  'Model',
  'Local',
  'Outcome',
  'Input tokens',
  'Of these cached',
  'Output tokens',
  'Cost (USD)',
  'Cost is an estimate',
  'Price known',
  'Trace',
];

const yesNo = (value: boolean) => (value ? 'yes' : 'no');

/** A model or a plugin may be called anything: a name that begins like a formula must not run in a spreadsheet. */
export async function usageCsv(entries: readonly LedgerEntry[]): Promise<string> {
  const { default: Papa } = await import('papaparse');
  const rows = entries.map((one) =>
    [
      new Date(one.startedAt).toISOString(),
      one.day,
      one.feature,
      one.principal,
      one.runId ?? '',
      one.providerId,
      one.modelId,
      yesNo(one.isLocal),
      one.outcome,
      one.inputTokens,
      one.cachedInputTokens,
      one.outputTokens,
      (one.costMicros / 1_000_000).toFixed(6),
      yesNo(one.isEstimated),
      yesNo(one.isPriced),
      one.traceId ?? '',
    ].map((cell) => (typeof cell === 'string' ? protectCell(cell) : cell)),
  );
  return `\ufeff${Papa.unparse([HEADER, ...rows], { newline: '\r\n' })}\r\n`;
}
