import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { parseRange } from '../http/byte-range.ts';
import { callerOf } from '../http/caller.ts';
import { cutPage, decodeName } from '../http/cursors.ts';
import { bodyStream, RAW_BODY, readExpected } from '../http/incoming-body.ts';
import * as schemas from './backup.schemas.ts';
import type { BackupRouteDeps } from './backup.routes.ts';
import { etagOf } from './commit-version.ts';
import { parsePrecondition, requirePrecondition } from './preconditions.ts';
import type { VersionRow } from './versions.store.ts';

const common = { tags: ['backup'], security: [{ bearer: [] }] };
const OBJECT = '/vaults/:vault/objects/*';

/** Objects as they are now: written, read, listed, deleted. */
export function objectRoutes(deps: BackupRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(listingRoute(deps));
    await app.register(readingRoutes(deps));
    await app.register(writingRoutes(deps));
  };
}

function listingRoute({ objects }: BackupRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/vaults/:vault/objects',
      {
        schema: {
          ...common,
          params: schemas.vaultParams,
          querystring: schemas.listQuery,
          response: { 200: schemas.objectsOutput },
        },
      },
      async (request) => {
        const { prefix, limit, cursor } = request.query;
        const page = { prefix, afterName: decodeName(cursor), limit: limit + 1 };
        const found = await objects.list(callerOf(request), request.params.vault, page);
        const { rows, nextCursor } = cutPage(found, limit, ({ name }) => name);
        return { objects: rows.map(schemas.toObject), nextCursor };
      },
    );
  };
}

function readingRoutes({ objects }: BackupRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const reading = { ...common, params: schemas.objectParams, headers: schemas.rangeHeaders };
    app.head(OBJECT, { schema: reading }, async (request, reply) => {
      const { vault, '*': name } = request.params;
      const version = await objects.get(callerOf(request), { vault, name });
      return describe(reply, version).header('content-length', version.sizeBytes).send();
    });
    app.get(
      OBJECT,
      // Made by hand above: one made from this would read the bytes and throw them away.
      {
        exposeHeadRoute: false,
        schema: { ...reading, produces: [RAW_BODY], response: { 200: z.any(), 206: z.any() } },
      },
      async (request, reply) => {
        const { vault, '*': name } = request.params;
        const version = await objects.get(callerOf(request), { vault, name });
        requirePrecondition(parsePrecondition(request.headers), etagOf(version));
        const range = parseRange(request.headers.range, version.sizeBytes);
        const bytes = await objects.open(version, range);
        const length = range === undefined ? version.sizeBytes : range.end - range.start + 1;
        describe(reply, version).header('content-length', length);
        if (range !== undefined) {
          void reply
            .status(206)
            .header('content-range', `bytes ${range.start}-${range.end}/${version.sizeBytes}`);
        }
        return reply.send(bytes);
      },
    );
  };
}

function writingRoutes({ objects, config }: BackupRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.put(
      OBJECT,
      {
        schema: {
          ...common,
          consumes: [RAW_BODY],
          params: schemas.objectParams,
          headers: schemas.bodyHeaders,
          response: { 200: schemas.objectOutput, 201: schemas.objectOutput },
        },
      },
      async (request, reply) => {
        const { vault, '*': name } = request.params;
        const { version, isNew } = await objects.put(callerOf(request), vault, {
          ...readExpected(request.raw.headers, config.maxObjectBytes),
          name,
          precondition: parsePrecondition(request.headers),
          idempotencyKey: request.headers['idempotency-key'],
          body: bodyStream(request.body),
        });
        return reply
          .status(isNew ? 201 : 200)
          .header('etag', etagOf(version))
          .send(schemas.toObject(version));
      },
    );
    app.delete(
      OBJECT,
      {
        schema: {
          ...common,
          params: schemas.objectParams,
          headers: schemas.conditionHeaders,
          response: { 204: z.null() },
        },
      },
      async (request, reply) => {
        const { vault, '*': name } = request.params;
        await objects.remove(callerOf(request), { vault, name }, parsePrecondition(request.headers));
        return reply.status(204).send(null);
      },
    );
  };
}

function describe(reply: FastifyReply, version: VersionRow): FastifyReply {
  return reply.type(RAW_BODY).headers({
    etag: etagOf(version),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'repr-digest': `sha-256=:${Buffer.from(version.sha256, 'hex').toString('base64')}:`,
    'x-adiuva-modified-ms': version.modifiedAtMs,
  });
}
