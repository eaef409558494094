import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import type { Expected } from '../blobs/blob-store.ts';
import { CloudError } from '../errors.ts';

export const RAW_BODY = 'application/octet-stream';

/** What the headers say of the bytes to come. They are checked against it while they arrive. */
export function readExpected(headers: FastifyRequest['headers'], maxBytes: number): Expected {
  const length = headers['content-length'];
  if (length === undefined || !/^\d{1,15}$/.test(length)) {
    throw new CloudError('length_required', 'The request has to say how long it is. Nothing was kept.');
  }
  const sizeBytes = Number(length);
  if (sizeBytes > maxBytes) {
    throw new CloudError(
      'too_large',
      'The object is too large for one request. Nothing was kept; send it in parts.',
    );
  }
  const digest = String(headers['content-digest']).slice('sha-256=:'.length, -1);
  return { sizeBytes, sha256: Buffer.from(digest, 'base64').toString('hex') };
}

/** A request without any bytes has no type either, and so no parsed body. */
export function bodyStream(body: unknown): Readable {
  if (body instanceof Readable) return body;
  if (body === undefined || body === null) return Readable.from([]);
  throw new CloudError('invalid_input', `The body has to be sent as ${RAW_BODY}. Nothing was kept.`);
}
