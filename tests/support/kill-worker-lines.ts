import { z } from 'zod';

export const workerPlanSchema = z.object({
  path: z.string(),
  keyHex: z.string(),
  /** Where the effects are counted. */
  origin: z.string(),
});
export type WorkerPlan = z.infer<typeof workerPlanSchema>;

export const STEPS = 1_000;
const FAN_OUT = 5;

export type PlannedStep = { readonly key: string; readonly effect: 'pure' | 'idempotent' | 'once' };

/** Groups of steps that are begun together: mostly one, now and then a fan-out. */
export function plannedSteps(): readonly (readonly PlannedStep[])[] {
  const steps = Array.from({ length: STEPS }, (_, index): PlannedStep => {
    const effect = index % 20 === 7 ? 'once' : index % 3 === 0 ? 'pure' : 'idempotent';
    return { key: `step-${index}`, effect };
  });
  const groups: PlannedStep[][] = [];
  for (let at = 0; at < steps.length;) {
    const size = groups.length % 4 === 3 ? FAN_OUT : 1;
    groups.push(steps.slice(at, at + size));
    at += size;
  }
  return groups;
}

/** What the worker says, each when it is so: a step is acknowledged once its promise has resolved. */
const lineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('working'), jobId: z.string() }),
  z.object({
    event: z.literal('step'),
    jobId: z.string(),
    key: z.string(),
    value: z.string(),
    isNew: z.boolean(),
  }),
  z.object({ event: z.literal('decided'), key: z.string(), answer: z.enum(['repeat', 'skip']) }),
  z.object({ event: z.literal('done'), jobId: z.string() }),
]);
export type WorkerLine = z.infer<typeof lineSchema>;

/** The lines that came through whole; the kill may have cut the last one. */
export function parseWorkerLines(text: string): readonly WorkerLine[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => lineSchema.parse(JSON.parse(line)));
}
