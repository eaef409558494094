import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AwsV4Signer } from 'aws4fetch';
import type { S3Config } from '../config.ts';
import { CloudError } from '../errors.ts';
import type { BlobStore } from './blob-store.ts';
import { digestMeter } from './digest-meter.ts';

type Call = {
  readonly method: 'GET' | 'PUT' | 'DELETE' | 'HEAD';
  readonly key: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sends the body; left out: there is none. */
  readonly send?: (into: NodeJS.WritableStream) => Promise<void>;
};

const IDLE_MS = 60_000;
const NO_BODY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

/**
 * Blobs in a bucket of any S3-compatible service, addressed by path. The digest that the sender named is part of the
 * signature, so the service checks the bytes as well.
 */
export function openS3Blobs(config: S3Config): BlobStore {
  const keyOf = (id: string) => `${config.prefix}${id}`;
  return {
    write: async (id, body, { sizeBytes, sha256 }) => {
      const answer = await call(config, {
        method: 'PUT',
        key: keyOf(id),
        headers: { 'content-length': String(sizeBytes), 'x-amz-content-sha256': sha256 },
        send: (into) => pipeline(body, digestMeter({ sizeBytes, sha256 }), into),
      });
      await expectStatus(answer, [200, 201, 204]);
    },
    read: async (id, range) => {
      const headers: Record<string, string> =
        range === undefined ? {} : { range: `bytes=${range.start}-${range.end}` };
      const answer = await call(config, { method: 'GET', key: keyOf(id), headers });
      if (answer.statusCode !== (range === undefined ? 200 : 206)) await expectStatus(answer, []);
      return answer;
    },
    remove: async (id) => {
      const answer = await call(config, { method: 'DELETE', key: keyOf(id) });
      await expectStatus(answer, [200, 204, 404]);
    },
    // Whether it is there or not: a key that may be read at all is what is asked for.
    check: async () => {
      const answer = await call(config, { method: 'HEAD', key: keyOf('health') });
      await expectStatus(answer, [200, 404]);
    },
  };
}

async function expectStatus(answer: IncomingMessage, statuses: readonly number[]): Promise<void> {
  await drain(answer);
  if (statuses.includes(answer.statusCode ?? 0)) return;
  throw new CloudError(
    'unavailable',
    'The store behind this server refused. Nothing was changed; try again later.',
    {
      cause: new Error(`the bucket answered with ${answer.statusCode}`),
    },
  );
}

async function drain(stream: Readable): Promise<void> {
  stream.resume();
  await new Promise<void>((resolve, reject) => {
    stream.once('end', resolve);
    stream.once('error', reject);
    stream.once('close', resolve);
  });
}

async function call(config: S3Config, { method, key, headers = {}, send }: Call): Promise<IncomingMessage> {
  const base = config.endpoint.replace(/\/$/, '');
  const signed = await new AwsV4Signer({
    method,
    url: `${base}/${config.bucket}/${key}`,
    headers: { 'x-amz-content-sha256': NO_BODY, ...headers },
    service: 's3',
    // The range too, which it leaves out otherwise: some services insist.
    allHeaders: true,
    region: config.region,
    accessKeyId: config.accessKeyId,
    secretAccessKey: config.secretAccessKey,
  }).sign();
  const request = signed.url.protocol === 'http:' ? httpRequest : httpsRequest;
  const outgoing = request(signed.url, {
    method,
    headers: { ...Object.fromEntries(signed.headers), ...headers },
  });
  outgoing.setTimeout(IDLE_MS, () => outgoing.destroy(new Error('the bucket fell silent')));
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  try {
    if (send === undefined) outgoing.end();
    // An answer before the end of the body is a refusal: it is read, and sending stops.
    else await Promise.race([Promise.all([send(outgoing), answered]), answered]);
    return await answered;
  } catch (error) {
    outgoing.destroy();
    answered.catch(() => {});
    if (error instanceof CloudError) throw error;
    throw new CloudError(
      'unavailable',
      'The store behind this server cannot be reached. Nothing was changed.',
      {
        cause: error,
      },
    );
  }
}
