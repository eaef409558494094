import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { CloudError } from '../errors.ts';

/** The one place where errors become answers. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) =>
    send(reply, new CloudError('not_found', 'There is no such address.')),
  );
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const known = toCloudError(error);
    if (known.status >= 500)
      request.log.error({ err: known.cause ?? known, code: known.code }, 'request failed');
    return send(reply, known);
  });
}

function send(reply: FastifyReply, error: CloudError): FastifyReply {
  const { code, message, retryAfterSeconds } = error;
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', retryAfterSeconds);
  // Set by hand: the schemas of routes describe what they answer when all is well.
  return reply
    .status(error.status)
    .type('application/json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ error: { code, message, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) } });
}

function toCloudError(error: FastifyError): CloudError {
  if (error instanceof CloudError) return error;
  if (hasZodFastifySchemaValidationErrors(error)) {
    // Where it is wrong, never what it was: a password may be in it.
    const places = error.validation.map(({ instancePath }) => instancePath.replaceAll('/', ' ').trim());
    const context = error.validationContext ?? 'request';
    return new CloudError(
      'invalid_input',
      `The ${context} is not understood: ${[...new Set(places)].join(', ')}.`,
    );
  }
  if (error.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    return new CloudError('too_large', 'The request is larger than this server takes. Nothing was kept.');
  }
  const status = error.statusCode ?? 500;
  if (status === 404) return new CloudError('not_found', 'There is no such address.');
  if (status >= 400 && status < 500) return new CloudError('invalid_input', 'The request is not understood.');
  if (isFull(error)) {
    return new CloudError(
      'unavailable',
      'The disk of the server is full. Nothing was changed; tell who runs it.',
      {
        cause: error,
      },
    );
  }
  return new CloudError(
    'internal',
    'Something went wrong in the server. What was stored before is safe; try again.',
    {
      cause: error,
    },
  );
}

function isFull(error: Error): boolean {
  return 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');
}
