import { createHash } from 'node:crypto';
import { createRemote, type Remote, type RemoteAnswer, type RemoteDeps } from './remote.ts';
import { dateOf } from './remote-error.ts';
import { parseXml, textOf } from './xml.ts';

export type S3Place = {
  /** `https://s3.eu-central-1.amazonaws.com`, or where a compatible server answers. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Put before every name, such as `laptop/`; ends with a slash or is empty. */
  readonly prefix?: string;
  /** `https://host/bucket/…` in place of `https://bucket.host/…`. */
  readonly isPathStyle?: boolean;
  readonly accessKeyId: string;
};

export type S3Deps = RemoteDeps & {
  /** The secret access key, asked for at each request; never kept in an address or a log. */
  readonly secretAccessKey: () => Promise<string>;
  readonly clock?: () => number;
};

export type S3Request = {
  readonly method: string;
  /** Below the bucket; `''` for the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | null;
  readonly signal?: AbortSignal | undefined;
};

export type S3Caller = (request: S3Request) => Promise<RemoteAnswer>;

/**
 * Requests signed with AWS Signature Version 4. The storage refuses what was signed at another time than its own:
 * where this machine's clock is wrong, the storage's is followed.
 */
export function createS3Caller(place: S3Place, deps: S3Deps): S3Caller {
  const bucketUrl = bucketUrlOf(place);
  const remote = createRemote(bucketUrl, deps);
  const clock = deps.clock ?? Date.now;
  let offsetMs = 0;
  return async (request) => {
    const send = () => sendSigned({ place, deps, remote, bucketUrl, nowMs: clock() + offsetMs }, request);
    const answer = await send();
    if (answer.status !== 403 || (await errorCodeOf(answer)) !== 'RequestTimeTooSkewed') return answer;
    offsetMs = (dateOf(answer.headers) ?? clock()) - clock();
    return send();
  };
}

export function bucketUrlOf({ endpoint, bucket, isPathStyle = false }: S3Place): URL {
  const url = new URL(endpoint);
  const path = url.pathname.replace(/\/+$/, '');
  if (isPathStyle) url.pathname = `${path}/${bucket}`;
  else url.hostname = `${bucket}.${url.hostname}`;
  return url;
}

/** The code of an error, or `null` where the answer is none. */
export async function errorCodeOf({ bytes }: RemoteAnswer): Promise<string | null> {
  if (bytes.length === 0) return null;
  const parsed = await parseXml(bytes).catch(() => null);
  if (parsed?.documentElement?.localName !== 'Error') return null;
  return textOf(parsed, 'Code');
}

type Sending = {
  readonly place: S3Place;
  readonly deps: S3Deps;
  readonly remote: Remote;
  readonly bucketUrl: URL;
  readonly nowMs: number;
};

async function sendSigned(sending: Sending, request: S3Request): Promise<RemoteAnswer> {
  const { place, deps, remote, bucketUrl, nowMs } = sending;
  const { method, key, query = {}, headers = {}, body = null, signal } = request;
  const url = new URL(bucketUrl);
  const path = url.pathname.replace(/\/+$/, '');
  url.pathname = key === '' ? path || '/' : `${path}/${key}`;
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const { AwsV4Signer } = await import('aws4fetch');
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: { ...headers, 'x-amz-content-sha256': sha256(body ?? new Uint8Array()) },
    accessKeyId: place.accessKeyId,
    secretAccessKey: await deps.secretAccessKey(),
    service: 's3',
    region: place.region,
    datetime: new Date(nowMs).toISOString().replaceAll(/[:-]|\.\d{3}/g, ''),
    allHeaders: true,
  });
  const signed = await signer.sign();
  return remote({ method, url: signed.url, headers: Object.fromEntries(signed.headers), body, signal });
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
