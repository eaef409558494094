import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ActiveFault } from './blob-server-faults.ts';
import { checkSignature, type S3Keys } from './blob-server-signature.ts';

export const BUCKET = 'backups';

export type Stored = { readonly bytes: Buffer; readonly etag: string; readonly modifiedAtMs: number };

export type S3Service = {
  readonly objects: Map<string, Stored>;
  readonly uploads: Map<string, Map<number, Buffer>>;
  readonly keys: S3Keys;
  readonly now: () => number;
  readonly pageSize: number;
};

export type S3Asked = {
  readonly request: IncomingMessage;
  readonly url: URL;
  /** Of the object; empty for the bucket itself. */
  readonly name: string;
  readonly method: string;
  readonly body: Buffer;
  readonly fault: ActiveFault | undefined;
};

export type S3Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
};

/** Signature Version 4, conditional writes, ranges, ListObjectsV2 and multipart, as Amazon writes them down. */
export async function answerS3(service: S3Service, asked: S3Asked): Promise<S3Answer> {
  const { request, url, name, method, body } = asked;
  const refusal = checkSignature(request, { url, body, keys: service.keys, nowMs: service.now() });
  if (refusal !== null) return failed(403, refusal);
  if (name === '') return method === 'GET' ? listOf(service, asked) : failed(405, 'MethodNotAllowed');
  if (url.searchParams.has('uploads') || url.searchParams.has('uploadId')) return multipart(service, asked);
  if (method === 'PUT') return put(service, asked, body);
  if (method === 'GET' || method === 'HEAD') return read(service, asked);
  if (method === 'DELETE') {
    service.objects.delete(name);
    return { status: 204 };
  }
  return failed(405, 'MethodNotAllowed');
}

function failed(status: number, code: string): S3Answer {
  const body = Buffer.from(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

function put(service: S3Service, asked: S3Asked, bytes: Buffer): S3Answer {
  const refusal = asked.fault?.kind === 'ignoreConditions' ? null : refusedBy(service, asked);
  if (refusal !== null) return refusal;
  // Another for every write, as a versioned bucket may have it.
  const etag = `"${createHash('md5').update(bytes).update(randomUUID()).digest('hex')}"`;
  if (asked.fault?.kind !== 'lose') {
    service.objects.set(asked.name, { bytes, etag, modifiedAtMs: service.now() });
  }
  return { status: 200, headers: { etag: asked.fault?.kind === 'wrongEtag' ? '"none"' : etag } };
}

function refusedBy({ objects }: S3Service, { request, name }: S3Asked): S3Answer | null {
  const there = objects.get(name);
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = request.headers;
  if (ifNoneMatch === '*' && there !== undefined) return failed(412, 'PreconditionFailed');
  if (ifMatch === undefined) return null;
  if (there === undefined) return failed(404, 'NoSuchKey');
  return there.etag === ifMatch ? null : failed(412, 'PreconditionFailed');
}

function read(service: S3Service, { request, name, fault }: S3Asked): S3Answer {
  const there = (fault?.kind === 'stale' ? fault.was : service.objects).get(name);
  if (there === undefined) return failed(404, 'NoSuchKey');
  const headers = {
    etag: fault?.kind === 'wrongEtag' ? '"none"' : there.etag,
    'last-modified': new Date(there.modifiedAtMs).toUTCString(),
  };
  const bytes = fault?.kind === 'flip' ? flipped(there.bytes) : there.bytes;
  const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
  if (range === null) return { status: 200, headers, body: bytes };
  const [start, end] = [Number(range[1]), Number(range[2])];
  if (start >= bytes.length) return failed(416, 'InvalidRange');
  return { status: 206, headers, body: bytes.subarray(start, end + 1) };
}

function flipped(bytes: Buffer): Buffer {
  const other = Buffer.from(bytes);
  const middle = Math.floor(other.length / 2);
  if (other.length > 0) other[middle] = (other[middle] ?? 0) ^ 4;
  return other;
}

function listOf(service: S3Service, { url, fault }: S3Asked): S3Answer {
  const prefix = url.searchParams.get('prefix') ?? '';
  const after = url.searchParams.get('continuation-token') ?? '';
  const most = Math.min(service.pageSize, Number(url.searchParams.get('max-keys') ?? service.pageSize));
  const objects = fault?.kind === 'stale' ? fault.was : service.objects;
  const names = [...objects.keys()].filter((name) => name.startsWith(prefix) && name > after).toSorted();
  const page = names.slice(0, most);
  const items = page.map((name) => {
    const { bytes, modifiedAtMs, etag } = objects.get(name) ?? { bytes: '', modifiedAtMs: 0, etag: '' };
    const date = new Date(modifiedAtMs).toISOString();
    return `<Contents><Key>${name}</Key><LastModified>${date}</LastModified><ETag>${etag.replaceAll('"', '&quot;')}</ETag><Size>${bytes.length}</Size></Contents>`;
  });
  const isCut = names.length > page.length;
  const next = isCut ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : '';
  const body = `<?xml version="1.0" encoding="UTF-8"?>
<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name><IsTruncated>${isCut}</IsTruncated>${next}${items.join('')}</ListBucketResult>`;
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: Buffer.from(body) };
}

function multipart(service: S3Service, asked: S3Asked): S3Answer {
  const { url, method, body } = asked;
  if (method === 'POST' && url.searchParams.has('uploads')) {
    const id = randomUUID();
    service.uploads.set(id, new Map());
    return {
      status: 200,
      body: Buffer.from(
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      ),
    };
  }
  const id = url.searchParams.get('uploadId') ?? '';
  const parts = service.uploads.get(id);
  if (parts === undefined) return failed(404, 'NoSuchUpload');
  if (method === 'PUT') {
    parts.set(Number(url.searchParams.get('partNumber')), body);
    return { status: 200, headers: { etag: `"${createHash('md5').update(body).digest('hex')}"` } };
  }
  if (method === 'DELETE') {
    service.uploads.delete(id);
    return { status: 204 };
  }
  return complete(service, asked, { id, parts });
}

function complete(
  service: S3Service,
  asked: S3Asked,
  { id, parts }: { readonly id: string; readonly parts: ReadonlyMap<number, Buffer> },
): S3Answer {
  const named = [
    ...asked.body.toString().matchAll(/<PartNumber>(\d+)<\/PartNumber><ETag>&quot;([0-9a-f]+)&quot;/g),
  ];
  const bytes = named.map(([, number = '', etag]) => {
    const part = parts.get(Number(number));
    return part !== undefined && createHash('md5').update(part).digest('hex') === etag ? part : null;
  });
  const whole = bytes.filter((part) => part !== null);
  if (whole.length !== parts.size || whole.length !== bytes.length) return failed(400, 'InvalidPart');
  if (whole.slice(0, -1).some(({ length }) => length < 5 * 1024 * 1024)) return failed(400, 'EntityTooSmall');
  const answer = put(service, asked, Buffer.concat(whole));
  if (answer.status !== 200) return answer;
  service.uploads.delete(id);
  const etag = (answer.headers?.['etag'] ?? '').replaceAll('"', '&quot;');
  const body = `<CompleteMultipartUploadResult><ETag>${etag}</ETag></CompleteMultipartUploadResult>`;
  return { status: 200, body: Buffer.from(body) };
}
