import type { ByteRange } from './blob-target.ts';
import type { RemoteAnswer } from './remote.ts';
import { noSuchBlob } from './target-error.ts';

/** `If-Match` and its kin, as `put` is told: an etag, `null` for none yet, left out for any. */
export function conditionsOf(ifMatch: string | null | undefined): Record<string, string> {
  if (ifMatch === undefined) return {};
  return ifMatch === null ? { 'if-none-match': '*' } : { 'if-match': ifMatch };
}

export const etagOf = (headers: Headers) => headers.get('etag') ?? '';

type Asking = {
  readonly name: string;
  readonly range: ByteRange | undefined;
  /** Sends the request with these headers beside its own. */
  readonly ask: (headers: Readonly<Record<string, string>>) => Promise<RemoteAnswer>;
  readonly errorOf: (name: string, answer: RemoteAnswer) => Error;
};

/** A GET of the whole or of a part (RFC 9110, 14), from whatever kind of server. */
export async function getOverHttp({
  name,
  range,
  ask,
  errorOf,
}: Asking): Promise<{ readonly bytes: Uint8Array; readonly etag: string }> {
  const answer = await ask(range === undefined ? {} : { range: rangeHeader(range) });
  if (answer.status === 404) throw noSuchBlob(name);
  const etag = etagOf(answer.headers);
  if (answer.status === 416) return { bytes: new Uint8Array(), etag };
  if (answer.status !== 200 && answer.status !== 206) throw errorOf(name, answer);
  if (range === undefined) return { bytes: answer.bytes, etag };
  // A server that knows no ranges sends the whole.
  const start = answer.status === 206 ? 0 : range.start;
  return { bytes: answer.bytes.subarray(start, start + range.length), etag };
}

/** RFC 9110, 14.1.2. A range of nothing cannot be asked for: it asks for one byte. */
function rangeHeader({ start, length }: ByteRange): string {
  return `bytes=${start}-${start + Math.max(length, 1) - 1}`;
}
