import { z } from 'zod';
import { HOST_COMMANDS, isAppPath } from './ipc.ts';

/** The frames of `ipc.ts` in zod. A frame that its guard refuses is explained by these. */

const id = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const shortText = z.string().min(1).max(200);

export const clientFrameSchema = z.discriminatedUnion('t', [
  z.object({
    t: z.literal('call'),
    id,
    kind: z.enum(['query', 'mutation', 'subscription']),
    path: shortText,
    input: z.unknown().optional(),
    correlationId: shortText,
    lastEventId: shortText.optional(),
  }),
  z.object({ t: z.literal('cancel'), id }),
  z.object({ t: z.literal('credit'), id, count: z.number().int().min(1).max(10_000) }),
]);

const errorCauseSchema = z.object({ name: z.string(), message: z.string(), code: z.string().optional() });
const hostEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('navigate'), path: z.string().refine(isAppPath, 'Not a path inside the app.') }),
  z.object({ type: z.literal('command'), command: z.enum(HOST_COMMANDS) }),
]);

export const serverFrameSchema = z.discriminatedUnion('t', [
  z.object({ t: z.literal('data'), id, data: z.unknown() }),
  z.object({ t: z.literal('started'), id }),
  z.object({ t: z.literal('next'), id, data: z.unknown(), eventId: shortText.optional() }),
  z.object({ t: z.literal('stopped'), id }),
  z.object({
    t: z.literal('error'),
    id: id.nullable(),
    error: z.object({
      code: z.number().int(),
      message: z.string(),
      data: z.record(z.string(), z.unknown()),
    }),
    causes: z.array(errorCauseSchema),
  }),
  z.object({ t: z.literal('host'), event: hostEventSchema }),
]);

/** Says in one line why a frame was refused: paths and rules, no values. */
export function explainFrame(
  schema: typeof clientFrameSchema | typeof serverFrameSchema,
  frame: unknown,
): string {
  const result = schema.safeParse(frame);
  if (result.success) return 'the frame is not of this protocol';
  return result.error.issues
    .slice(0, 5)
    .map((issue) => `${issue.path.join('.') || 'frame'}: ${issue.message}`)
    .join('; ');
}
