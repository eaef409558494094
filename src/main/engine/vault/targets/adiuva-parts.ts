import { createHash } from 'node:crypto';
import { z } from 'zod';
import { adiuvaError, type AdiuvaCaller } from './adiuva-request.ts';
import { assertNotAborted } from './target-error.ts';

const uploadSchema = z.object({
  id: z.string(),
  partBytes: z.int().positive(),
  parts: z.array(z.object({ number: z.int().positive(), sizeBytes: z.int(), sha256: z.string() })),
});

const PART_BYTES = 8 * 1024 * 1024;

type PartedPut = {
  /** `/api/v1/backup/vaults/<name>` */
  readonly folder: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of the last request, which makes an object of the parts. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
};

/** Sends the parts that are not there yet: the server knows an upload of the same bytes again. */
export async function putInParts(call: AdiuvaCaller, put: PartedPut): Promise<{ readonly etag: string }> {
  const { folder, name, bytes, headers, signal } = put;
  const asked = { name, sizeBytes: bytes.length, sha256: hexOf(bytes), partBytes: PART_BYTES };
  const upload = await call.json(
    {
      method: 'POST',
      path: `${folder}/uploads`,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(asked)),
      signal,
    },
    uploadSchema,
  );
  const path = `${folder}/uploads/${upload.id}`;
  await sendParts(call, {
    path,
    put,
    there: new Map(upload.parts.map((part) => [part.number, part.sha256])),
  });
  const answer = await call.send({ method: 'POST', path: `${path}/complete`, headers, signal });
  if (answer.status !== 200 && answer.status !== 201) throw adiuvaError(name, answer);
  return { etag: answer.headers.get('etag') ?? '' };
}

type Parts = {
  readonly path: string;
  readonly put: PartedPut;
  readonly there: ReadonlyMap<number, string>;
};

async function sendParts(call: AdiuvaCaller, { path, put, there }: Parts): Promise<void> {
  const { bytes, name, signal } = put;
  for (let start = 0, number = 1; start < bytes.length; start += PART_BYTES, number += 1) {
    assertNotAborted(signal);
    const body = bytes.subarray(start, start + PART_BYTES);
    const digest = createHash('sha256').update(body).digest();
    if (there.get(number) === digest.toString('hex')) continue;
    const headers = {
      'content-type': 'application/octet-stream',
      'content-digest': `sha-256=:${digest.toString('base64')}:`,
    };
    const answer = await call.send({ method: 'PUT', path: `${path}/parts/${number}`, headers, body, signal });
    if (answer.status !== 204) throw adiuvaError(name, answer);
  }
}

const hexOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
