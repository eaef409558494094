import { z } from 'zod';
import type { ProcedureErrorShape } from './procedure-error.ts';

/**
 * What passes through the socket in the data folder: frames of a 4-byte big-endian length and that many bytes
 * of JSON. The first frame is `hello` with the token from the control file; nothing else is read before it.
 */
export const CONTROL_VERSION = 1;

export const MAX_HELLO_BYTES = 1_024;
export const MAX_FRAME_BYTES = 64 * 1_024 * 1_024;

const callId = z.number().int().min(0);

const procedureErrorSchema = z.object({
  message: z.string(),
  code: z.string(),
  appCode: z.string().nullable(),
  details: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<ProcedureErrorShape>;

export const helloSchema = z.object({
  type: z.literal('hello'),
  version: z.literal(CONTROL_VERSION),
  token: z.string().max(128),
});

export const requestSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id: callId, path: z.string().max(200), input: z.unknown().optional() }),
  /** A question for the host itself, e.g. a fresh link of the web host. */
  z.object({
    type: z.literal('host'),
    id: callId,
    method: z.string().max(60),
    input: z.unknown().optional(),
  }),
  z.object({ type: z.literal('cancel'), id: callId }),
]);
export type ControlRequest = z.infer<typeof requestSchema>;

export const answerSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('welcome'), pid: z.number().int(), host: z.string().max(20) }),
  z.object({ type: z.literal('result'), id: callId, data: z.unknown().optional() }),
  z.object({ type: z.literal('data'), id: callId, data: z.unknown().optional() }),
  z.object({ type: z.literal('end'), id: callId }),
  z.object({ type: z.literal('error'), id: callId, error: procedureErrorSchema }),
  /** The process ends: it has answered all that it began, and begins nothing more. */
  z.object({ type: z.literal('bye') }),
]);
export type ControlAnswer = z.infer<typeof answerSchema>;

/** The control file `control.json`: where the process that holds the folder listens, and the secret it asks for. */
export const controlFileSchema = z.object({
  version: z.literal(CONTROL_VERSION),
  address: z.string().min(1).max(4_096),
  token: z.string().min(32).max(128),
  pid: z.number().int(),
  host: z.string().max(20),
});
export type ControlFile = z.infer<typeof controlFileSchema>;
