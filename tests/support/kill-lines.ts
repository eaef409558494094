import { z } from 'zod';

/** What a process that writes until it is killed is told, as one line on its input. */
export const killPlanSchema = z.object({
  dataDir: z.string(),
  keychainFile: z.string(),
  seed: z.number(),
  round: z.number(),
  /** Tasks that one lane alone works on, and a note for its files; the lanes write at the same time. */
  lanes: z.array(z.object({ noteId: z.string(), taskIds: z.array(z.string()) })),
});
export type KillPlan = z.infer<typeof killPlanSchema>;

export const OPERATIONS = [
  'task',
  'note',
  'quick',
  'comment',
  'rename',
  'batch',
  'attachment',
  'undo',
] as const;
export type Operation = (typeof OPERATIONS)[number];

/** Before a write, and after its promise has resolved. `mark` is a word that only this write put anywhere. */
const lineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.literal('writing') }),
  z.object({ event: z.literal('begin'), mark: z.string(), operation: z.enum(OPERATIONS), rows: z.number() }),
  z.object({
    event: z.literal('done'),
    mark: z.string(),
    operation: z.enum(OPERATIONS),
    changeSetId: z.number(),
    ids: z.array(z.string()),
    undoes: z.number().nullable(),
  }),
]);
export type KillLine = z.infer<typeof lineSchema>;
export type Begun = Extract<KillLine, { event: 'begin' }>;
export type Acknowledged = Extract<KillLine, { event: 'done' }>;

/** The lines that came through whole; the kill may have cut the last one. */
export function parseLines(text: string): readonly KillLine[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => lineSchema.parse(JSON.parse(line)));
}
