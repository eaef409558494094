import type { AppError } from '#shared/errors.ts';
import type { RemoteAnswer } from './remote.ts';
import { remoteError } from './remote-error.ts';
import { errorCodeOf, type S3Caller } from './s3-request.ts';
import { blobConflict } from './target-error.ts';
import { parseXml, textOf } from './xml.ts';

/** Above this an object goes in parts: one that fails costs its own bytes, and no answer waits for all of it. */
export const LARGE_BYTES = 16 * 1024 * 1024;
const PART_BYTES = 8 * 1024 * 1024;

type LargePut = {
  readonly name: string;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly conditions: Readonly<Record<string, string>>;
  readonly signal: AbortSignal | undefined;
};

type Part = { readonly number: number; readonly etag: string };

/** Nothing is there until the last request, which bears the conditions. */
export async function putLarge(call: S3Caller, put: LargePut): Promise<{ readonly etag: string }> {
  const { name, key, signal } = put;
  const begun = await call({ method: 'POST', key, query: { uploads: '' }, signal });
  if (begun.status !== 200) throw remoteError(name, begun);
  const uploadId = textOf(await parseXml(begun.bytes), 'UploadId');
  if (uploadId === null) throw remoteError(name, { ...begun, status: 502 });
  try {
    const parts = await sendParts(call, put, uploadId);
    return await complete(call, put, { uploadId, parts });
  } catch (error) {
    // Parts of an upload that nobody ends are paid for.
    await call({ method: 'DELETE', key, query: { uploadId } }).catch(() => undefined);
    throw error;
  }
}

async function sendParts(call: S3Caller, put: LargePut, uploadId: string): Promise<readonly Part[]> {
  const { name, key, bytes, signal } = put;
  const parts: Part[] = [];
  for (let start = 0; start < bytes.length; start += PART_BYTES) {
    const number = parts.length + 1;
    const query = { partNumber: String(number), uploadId };
    const body = bytes.subarray(start, start + PART_BYTES);
    const answer = await call({ method: 'PUT', key, query, body, signal });
    if (answer.status !== 200) throw remoteError(name, answer);
    parts.push({ number, etag: answer.headers.get('etag') ?? '' });
  }
  return parts;
}

type Completing = { readonly uploadId: string; readonly parts: readonly Part[] };

async function complete(
  call: S3Caller,
  { name, key, conditions, signal }: LargePut,
  { uploadId, parts }: Completing,
): Promise<{ readonly etag: string }> {
  const items = parts.map(
    ({ number, etag }) =>
      `<Part><PartNumber>${number}</PartNumber><ETag>${etag.replaceAll('"', '&quot;')}</ETag></Part>`,
  );
  const body = Buffer.from(`<CompleteMultipartUpload>${items.join('')}</CompleteMultipartUpload>`);
  const answer = await call({ method: 'POST', key, query: { uploadId }, headers: conditions, body, signal });
  // It may begin with 200 and fail afterwards.
  const code = await errorCodeOf(answer);
  if (answer.status === 200 && code === null) {
    return { etag: textOf(await parseXml(answer.bytes), 'ETag') ?? '' };
  }
  throw completeError(name, answer, { code, isConditional: 'if-match' in conditions });
}

function completeError(
  name: string,
  answer: RemoteAnswer,
  { code, isConditional }: { readonly code: string | null; readonly isConditional: boolean },
): AppError {
  if (code === 'NoSuchKey' && isConditional) return blobConflict(name);
  return remoteError(name, answer.status === 200 ? { ...answer, status: 500 } : answer);
}
