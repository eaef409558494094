import type { DatasetSpecInput } from '#shared/contracts/dataset-spec.ts';
import type { Job } from '#shared/contracts/jobs.ts';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { createTestClock, type TestApp, type TestClock } from './make-app.ts';
import type { ScriptedAnswer, ScriptedModels, ScriptedRequest } from './scripted-models.ts';

/** A small record, of which a model makes the subject and the priority. */
export const TICKET_SCHEMA = {
  type: 'object',
  properties: {
    id: { type: 'integer' },
    subject: { type: 'string', minLength: 1, maxLength: 200 },
    priority: { enum: ['low', 'high'] },
  },
  required: ['id', 'subject', 'priority'],
  additionalProperties: false,
} as const;

type Model = Extract<NonNullable<DatasetSpecInput['generator']>, { readonly kind: 'model' }>;

export function ticketSpec(
  given: Partial<Omit<DatasetSpecInput, 'generator'>> & { readonly generator?: Partial<Model> } = {},
): DatasetSpecInput {
  const { generator, ...rest } = given;
  return {
    name: 'tickets',
    title: 'Support tickets',
    records: 20,
    schema: TICKET_SCHEMA,
    columns: { id: { kind: 'sequence', start: 1 } },
    ...rest,
    generator: { kind: 'model', ...generator },
  };
}

/** Which record a request is for, counted from 0. */
export function askedNumber({ prompt }: Pick<ScriptedRequest, 'prompt'>): number {
  return Number(/Make record (\d+)/.exec(prompt)?.[1] ?? 0) - 1;
}

export function ticketAnswer(request: Pick<ScriptedRequest, 'prompt'>): ScriptedAnswer {
  const number = askedNumber(request);
  const subject = `Ticket ${number}: ${WORDS[number % WORDS.length] ?? ''} ${number * 7919}`;
  return { text: JSON.stringify({ subject, priority: number % 2 === 0 ? 'low' : 'high' }) };
}

const WORDS = ['a printer', 'an invoice', 'a domain', 'a mailbox', 'a password', 'a server', 'a move'];

/** The app with a scripted server as its one model. The clock of the wall goes on: providers are waited for. */
export async function addScripted(
  { api }: TestApp,
  server: ScriptedModels,
  maxConcurrent = 64,
): Promise<void> {
  await api.models.add({
    kind: 'openai_compatible',
    baseUrl: server.urls.openai,
    chatModel: 'scripted-model',
    maxConcurrent,
  });
}

/** For what waits as long as a provider asks. */
export function runningClock(): TestClock {
  const clock = createTestClock();
  const beganMs = performance.now();
  return { ...clock, nowMs: () => clock.nowMs() + Math.round(performance.now() - beganMs) };
}

type Waiting = { readonly jobs: { wait(id: string): Promise<Job>; get(id: string): Promise<Job> } };

/** How the job ended. */
export function jobEnd(made: TestApp, jobId: string): Promise<Job> {
  return (made.app.workspace() as unknown as Waiting).jobs.wait(jobId);
}

export async function until<T>(
  look: () => Promise<T>,
  isRight: (seen: T) => boolean,
  ms = 30_000,
): Promise<T> {
  const endMs = performance.now() + ms;
  for (;;) {
    const seen = await look();
    if (isRight(seen)) return seen;
    if (performance.now() > endMs) throw new Error(`It never came to that: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

export async function allRecords({ api }: TestApp, datasetId: string): Promise<readonly DatasetRecord[]> {
  const records: DatasetRecord[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await api.datasets.records.list({ datasetId, limit: 500, cursor });
    records.push(...page.items);
    if (page.nextCursor === null) return records;
    cursor = page.nextCursor;
  }
}
