import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { callerOf } from '../http/caller.ts';
import { bodyStream, RAW_BODY, readExpected } from '../http/incoming-body.ts';
import * as schemas from './backup.schemas.ts';
import type { BackupRouteDeps } from './backup.routes.ts';
import { etagOf } from './commit-version.ts';
import { parsePrecondition } from './preconditions.ts';

const common = { tags: ['backup: large objects'], security: [{ bearer: [] }] };
const UPLOAD = '/vaults/:vault/uploads/:id';
const NOTHING = z.null();

/** Large objects in parts, of which each is kept once it has arrived. */
export function uploadRoutes(deps: BackupRouteDeps): FastifyPluginAsyncZod {
  const { uploads, config } = deps;
  return async (app) => {
    app.post(
      '/vaults/:vault/uploads',
      {
        schema: {
          ...common,
          params: schemas.vaultParams,
          body: schemas.uploadInput.extend({
            partBytes: schemas.uploadInput.shape.partBytes.max(config.maxObjectBytes),
          }),
          response: { 200: schemas.uploadOutput, 201: schemas.uploadOutput },
        },
      },
      async (request, reply) => {
        const state = await uploads.begin(callerOf(request), request.params.vault, request.body);
        return reply.status(state.isNew ? 201 : 200).send(schemas.toUpload(state));
      },
    );
    app.get(
      UPLOAD,
      { schema: { ...common, params: schemas.uploadParams, response: { 200: schemas.uploadOutput } } },
      async (request) => {
        const { vault, id } = request.params;
        return schemas.toUpload(await uploads.get(callerOf(request), { vault, uploadId: id }));
      },
    );
    await app.register(partRoutes(deps));
    app.delete(
      UPLOAD,
      { schema: { ...common, params: schemas.uploadParams, response: { 204: NOTHING } } },
      async (request, reply) => {
        const { vault, id } = request.params;
        await uploads.remove(callerOf(request), { vault, uploadId: id });
        return reply.status(204).send(null);
      },
    );
  };
}

function partRoutes({ uploads, config }: BackupRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.put(
      `${UPLOAD}/parts/:number`,
      {
        schema: {
          ...common,
          consumes: [RAW_BODY],
          params: schemas.partParams,
          headers: schemas.bodyHeaders,
          response: { 204: NOTHING },
        },
      },
      async (request, reply) => {
        const { vault, id, number } = request.params;
        const expected = readExpected(request.raw.headers, config.maxObjectBytes);
        const part = { ...expected, number, body: bodyStream(request.body) };
        await uploads.putPart(callerOf(request), { vault, uploadId: id }, part);
        return reply.status(204).send(null);
      },
    );
    app.post(
      `${UPLOAD}/complete`,
      {
        schema: {
          ...common,
          params: schemas.uploadParams,
          headers: schemas.conditionHeaders,
          response: { 200: schemas.objectOutput, 201: schemas.objectOutput },
        },
      },
      async (request, reply) => {
        const { vault, id } = request.params;
        const how = {
          precondition: parsePrecondition(request.headers),
          idempotencyKey: request.headers['idempotency-key'],
        };
        const { version, isNew } = await uploads.complete(callerOf(request), { vault, uploadId: id }, how);
        return reply
          .status(isNew ? 201 : 200)
          .header('etag', etagOf(version))
          .send(schemas.toObject(version));
      },
    );
  };
}
