import { z } from 'zod';

const MAX_BODY = 256_000;
const MAX_ANSWER_BYTES = 1_000_000;
const MAX_HEADERS = 30;

export const WEB_REQUEST_LIMITS = {
  /** From the first look at the name to the last byte of the answer. */
  timeoutMs: 30_000,
  /** After unpacking. */
  maxAnswerBytes: MAX_ANSWER_BYTES,
} as const;

/** Those that say how the connection itself is held, or that would sign in as the person. */
const OWN_HEADERS = new Set(
  'connection content-length cookie expect host keep-alive proxy-authorization te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
);

const headerName = z
  .string()
  .max(100)
  .regex(/^[a-z0-9-]+$/i, 'The name of a header has letters, digits and dashes.')
  .refine((name) => !OWN_HEADERS.has(name.toLowerCase()), 'This header is set by the app itself.');

export const webRequestInputSchema = z.object({
  url: z
    .url({ protocol: /^https?$/ })
    .max(4000)
    .regex(/^https?:\/\/[^/?#@]+([/?#]|$)/i, 'No name or password in an address.'),
  method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  headers: z
    .record(
      headerName,
      z
        .string()
        .max(4000)
        .regex(/^[^\r\n\0]*$/),
    )
    .refine((headers) => Object.keys(headers).length <= MAX_HEADERS, `At most ${MAX_HEADERS} headers.`)
    .default({}),
  body: z.string().max(MAX_BODY).optional(),
});
export type WebRequestInput = z.infer<typeof webRequestInputSchema>;

export const webRequestOutputSchema = z.object({
  status: z.number().int(),
  /** Lower-case names. */
  headers: z.record(z.string(), z.string()),
  text: z.string(),
});
export type WebAnswer = z.infer<typeof webRequestOutputSchema>;
