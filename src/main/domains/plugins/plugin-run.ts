import { z } from 'zod';
import { isJobOver } from '#shared/contracts/job-status.ts';
import { pluginRunSchema, type PluginRun } from '#shared/contracts/plugins.ts';
import type { RunRow } from './plugin-runs.store.ts';

/** A run is a job of this type, and of the resource that keeps a plugin from running twice at once. */
export const PLUGIN_RUN = 'plugin.run';
export const resourceOf = (name: string): string => `plugin:${name}`;

export const pluginRunInputSchema = z.object({
  name: z.string(),
  trigger: pluginRunSchema.shape.trigger,
});

const MAX_SUMMARY_LENGTH = 500;
const MAX_VALUE_LENGTH = 120;

/** What a plugin has answered, in a line. */
export function summaryOf(value: unknown): string {
  return lineOf(value).slice(0, MAX_SUMMARY_LENGTH);
}

function lineOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (typeof value !== 'object') return JSON.stringify(value) ?? '';
  if (Array.isArray(value)) return `${value.length} results`;
  const { summary } = value as { readonly summary?: unknown };
  if (typeof summary === 'string') return summary;
  return Object.entries(value)
    .map(([key, one]) => `${key}: ${shortOf(one)}`)
    .join(', ');
}

function shortOf(value: unknown): string {
  if (Array.isArray(value)) return String(value.length);
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  return text.length > MAX_VALUE_LENGTH ? `${text.slice(0, MAX_VALUE_LENGTH - 1)}…` : text;
}

/** What of a job is a run, in the words that people know. */
export function runOf(row: RunRow): PluginRun {
  const outcome = outcomeOf(row);
  const input = pluginRunInputSchema.safeParse(row.input);
  const { summary = '' } = (row.result ?? {}) as { readonly summary?: string };
  return {
    jobId: row.id,
    trigger: input.success ? input.data.trigger : 'person',
    outcome,
    summary: outcome === 'done' ? summary : toldOf(row, outcome),
    startedAt: row.startedAt,
    finishedAt: row.finishedAt,
    callCount: row.doneCount,
    proposalCount: row.proposalCount,
  };
}

function toldOf(row: RunRow, outcome: PluginRun['outcome']): string {
  if (outcome === 'cancelled') return 'It was stopped.';
  // What a run waits for stands in the job's own message.
  return row.error?.message ?? (row.status === 'waiting' ? row.message : '');
}

function outcomeOf({ status, error }: RunRow): PluginRun['outcome'] {
  if (!isJobOver(status)) return 'running';
  if (status === 'done' || status === 'cancelled') return status;
  return error?.code === 'forbidden' ? 'refused' : 'failed';
}
