import { assertBlobName, isBlobName, type BlobInfo, type BlobTarget } from './blob-target.ts';
import { conditionsOf, etagOf, getOverHttp } from './blob-over-http.ts';
import { dateOf, remoteError } from './remote-error.ts';
import type { RemoteAnswer } from './remote.ts';
import { LARGE_BYTES, putLarge } from './s3-multipart.ts';
import { bucketUrlOf, createS3Caller, type S3Caller, type S3Deps, type S3Place } from './s3-request.ts';
import { assertNotAborted, blobConflict } from './target-error.ts';
import { elementsOf, parseXml, textOf } from './xml.ts';

/**
 * A bucket of Amazon S3 or of a storage that speaks its language, conditional writes (`If-Match`, `If-None-Match`)
 * included: `checkTarget` tells where they are only pretended.
 */
export function createS3Target(place: S3Place, deps: S3Deps): BlobTarget {
  const call = createS3Caller(place, deps);
  const prefix = place.prefix ?? '';
  const keyOf = (name: string, signal: AbortSignal | undefined) => {
    assertBlobName(name);
    assertNotAborted(signal);
    return `${prefix}${name}`;
  };
  return {
    label: `${bucketUrlOf(place).href.replace(/\/$/, '')}/${prefix}`,
    async put(name, bytes, { ifMatch, signal }) {
      const put = { name, key: keyOf(name, signal), bytes, conditions: conditionsOf(ifMatch), signal };
      if (bytes.length > LARGE_BYTES) return putLarge(call, put);
      const { key, conditions: headers } = put;
      const answer = await call({ method: 'PUT', key, headers, body: bytes, signal });
      if (answer.status === 200) return { etag: etagOf(answer.headers) };
      throw putError(name, answer, ifMatch);
    },
    async get(name, { range, signal } = {}) {
      const key = keyOf(name, signal);
      const ask = (headers: Readonly<Record<string, string>>) =>
        call({ method: 'GET', key, headers, signal });
      return getOverHttp({ name, range, ask, errorOf: remoteError });
    },
    async stat(name, signal) {
      const answer = await call({ method: 'HEAD', key: keyOf(name, signal), signal });
      if (answer.status === 404) return undefined;
      if (answer.status !== 200) throw remoteError(name, answer);
      const sizeBytes = Number(answer.headers.get('content-length'));
      const modifiedAtMs = Date.parse(answer.headers.get('last-modified') ?? '');
      return { name, sizeBytes, modifiedAtMs, etag: etagOf(answer.headers) };
    },
    list: (below, signal) => listBlobs(call, { prefix, below, signal }),
    async remove(name, signal) {
      const answer = await call({ method: 'DELETE', key: keyOf(name, signal), signal });
      if (![200, 204, 404].includes(answer.status)) throw remoteError(name, answer);
    },
    async now(signal) {
      assertNotAborted(signal);
      const query = { 'list-type': '2', 'max-keys': '1', prefix };
      const answer = await call({ method: 'GET', key: '', query, signal });
      const nowMs = dateOf(answer.headers);
      if (answer.status !== 200 || nowMs === null) throw remoteError('', answer);
      return nowMs;
    },
  };
}

/** What does not exist cannot have the etag that was asked for: S3 says 404 then. */
function putError(name: string, answer: RemoteAnswer, ifMatch: string | null | undefined): Error {
  return answer.status === 404 && typeof ifMatch === 'string'
    ? blobConflict(name)
    : remoteError(name, answer);
}

type Listing = {
  readonly prefix: string;
  readonly below: string;
  readonly signal: AbortSignal | undefined;
};

async function* listBlobs(call: S3Caller, { prefix, below, signal }: Listing): AsyncGenerator<BlobInfo> {
  let token: string | null = null;
  do {
    assertNotAborted(signal);
    const query: Record<string, string> = { 'list-type': '2', prefix: `${prefix}${below}` };
    if (token !== null) query['continuation-token'] = token;
    const answer = await call({ method: 'GET', key: '', query, signal });
    if (answer.status !== 200) throw remoteError(below, answer);
    const page = await parseXml(answer.bytes);
    for (const item of elementsOf(page, 'Contents')) {
      const name = (textOf(item, 'Key') ?? '').slice(prefix.length);
      const sizeBytes = Number(textOf(item, 'Size'));
      const modifiedAtMs = Date.parse(textOf(item, 'LastModified') ?? '');
      if (isBlobName(name) && name.startsWith(below)) yield { name, sizeBytes, modifiedAtMs };
    }
    const next: string | null = textOf(page, 'NextContinuationToken');
    // One that answers the same page for ever would hold us for ever.
    token = textOf(page, 'IsTruncated') === 'true' && next !== token ? next : null;
  } while (token !== null);
}
