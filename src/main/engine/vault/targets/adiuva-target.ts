import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { assertBlobName, isBlobName, type BlobInfo, type BlobTarget } from './blob-target.ts';
import { adiuvaError, type AdiuvaCaller } from './adiuva-request.ts';
import { putInParts } from './adiuva-parts.ts';
import { conditionsOf, etagOf, getOverHttp } from './blob-over-http.ts';
import { assertNotAborted } from './target-error.ts';

const objectSchema = z.object({
  name: z.string(),
  sizeBytes: z.int().nonnegative(),
  modifiedAtMs: z.int(),
  etag: z.string(),
});
const pageSchema = z.object({ objects: z.array(objectSchema), nextCursor: z.string().nullable() });
const nowSchema = z.object({ nowMs: z.int() });

/** Above this an object goes in parts that can be taken up again after a cut. */
const LARGE_BYTES = 16 * 1024 * 1024;

/** A vault on an Adiuva server. `vault` is its name there, `default` unless the person chose another. */
export function createAdiuvaTarget(
  call: AdiuvaCaller,
  { vault = 'default' }: { vault?: string } = {},
): BlobTarget {
  const folder = `/api/v1/backup/vaults/${vault}`;
  const pathOf = (name: string, signal: AbortSignal | undefined) => {
    assertBlobName(name);
    assertNotAborted(signal);
    return `${folder}/objects/${name}`;
  };
  return {
    label: call.label,
    async put(name, bytes, { ifMatch, signal }) {
      const path = pathOf(name, signal);
      const headers = { ...conditionsOf(ifMatch), 'idempotency-key': randomBytes(16).toString('base64url') };
      if (bytes.length > LARGE_BYTES) return putInParts(call, { folder, name, bytes, headers, signal });
      const answer = await call.send({
        method: 'PUT',
        path,
        headers: { ...headers, ...digestOf(bytes), 'content-type': 'application/octet-stream' },
        body: bytes,
        signal,
      });
      if (answer.status !== 200 && answer.status !== 201) throw adiuvaError(name, answer);
      return { etag: etagOf(answer.headers) };
    },
    async get(name, { range, signal } = {}) {
      const path = pathOf(name, signal);
      const ask = (headers: Readonly<Record<string, string>>) =>
        call.send({ method: 'GET', path, headers, signal });
      return getOverHttp({ name, range, ask, errorOf: adiuvaError });
    },
    async stat(name, signal) {
      const answer = await call.send({ method: 'HEAD', path: pathOf(name, signal), signal });
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw adiuvaError(name, answer);
      const sizeBytes = Number(answer.headers.get('content-length'));
      const modifiedAtMs = Number(answer.headers.get('x-adiuva-modified-ms'));
      return { name, sizeBytes, modifiedAtMs, etag: etagOf(answer.headers) };
    },
    list: (prefix, signal) => listBlobs(call, { folder, prefix, signal }),
    async remove(name, signal) {
      const answer = await call.send({ method: 'DELETE', path: pathOf(name, signal), signal });
      if (answer.status !== 204 && answer.status !== 404) throw adiuvaError(name, answer);
    },
    async now(signal) {
      assertNotAborted(signal);
      return (await call.json({ method: 'GET', path: '/api/v1/backup/now', signal }, nowSchema)).nowMs;
    },
  };
}

export function digestOf(bytes: Uint8Array): Record<string, string> {
  return { 'content-digest': `sha-256=:${createHash('sha256').update(bytes).digest('base64')}:` };
}

type Listing = { readonly folder: string; readonly prefix: string; readonly signal: AbortSignal | undefined };

async function* listBlobs(call: AdiuvaCaller, { folder, prefix, signal }: Listing): AsyncGenerator<BlobInfo> {
  let cursor: string | null = null;
  do {
    assertNotAborted(signal);
    const query: Record<string, string> = { prefix, limit: '1000', ...(cursor !== null && { cursor }) };
    const page: z.infer<typeof pageSchema> = await call.json(
      { method: 'GET', path: `${folder}/objects`, query, signal },
      pageSchema,
    );
    for (const { name, sizeBytes, modifiedAtMs } of page.objects) {
      if (isBlobName(name) && name.startsWith(prefix)) yield { name, sizeBytes, modifiedAtMs };
    }
    // One that answers the same page for ever would hold us for ever.
    cursor = page.nextCursor === cursor ? null : page.nextCursor;
  } while (cursor !== null);
}
