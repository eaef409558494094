import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SignedIn } from '../accounts/accounts.store.ts';
import type { CloudConfig } from '../config.ts';
import { callerOf } from '../http/caller.ts';
import { cutPage, decodePosition } from '../http/cursors.ts';
import { RAW_BODY } from '../http/incoming-body.ts';
import * as schemas from './backup.schemas.ts';
import { objectRoutes } from './object.routes.ts';
import type { ObjectService } from './objects.service.ts';
import { parsePrecondition } from './preconditions.ts';
import { uploadRoutes } from './upload.routes.ts';
import type { UploadService } from './uploads.service.ts';
import type { VaultSummary } from './versions.store.ts';

export type BackupRouteDeps = {
  readonly objects: ObjectService;
  readonly uploads: UploadService;
  readonly listVaults: (caller: SignedIn) => Promise<readonly VaultSummary[]>;
  readonly describeUsage: (caller: SignedIn) => Promise<z.infer<typeof schemas.usageOutput>>;
  readonly config: CloudConfig;
  readonly nowMs: () => number;
};

const common = { tags: ['backup'], security: [{ bearer: [] }] };

/** All of it for signed-in devices; what is of other accounts is not there. */
export function backupRoutes(deps: BackupRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    // Bytes are passed on as they come, never gathered.
    app.addContentTypeParser(RAW_BODY, (_request, payload, done) => done(null, payload));
    app.get('/now', { schema: { ...common, response: { 200: z.object({ nowMs: z.int() }) } } }, async () => ({
      nowMs: deps.nowMs(),
    }));
    app.get('/usage', { schema: { ...common, response: { 200: schemas.usageOutput } } }, (request) =>
      deps.describeUsage(callerOf(request)),
    );
    app.get(
      '/vaults',
      { schema: { ...common, response: { 200: schemas.vaultsOutput } } },
      async (request) => {
        const vaults = await deps.listVaults(callerOf(request));
        return { vaults: vaults.map(schemas.toVault) };
      },
    );
    app.delete(
      '/vaults/:vault',
      { schema: { ...common, params: schemas.vaultParams, response: { 204: z.null() } } },
      async (request, reply) => {
        await deps.objects.removeVault(callerOf(request), request.params.vault);
        return reply.status(204).send(null);
      },
    );
    await app.register(pastRoutes(deps));
    await app.register(objectRoutes(deps));
    await app.register(uploadRoutes(deps));
  };
}

/** What was: writes of the head, and deleted objects while they are kept. */
function pastRoutes({ objects, config }: BackupRouteDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const paged = { ...common, params: schemas.vaultParams, querystring: schemas.pageQuery };
    app.get(
      '/vaults/:vault/history',
      { schema: { ...paged, response: { 200: schemas.historyOutput } } },
      async (request) => {
        const { limit, cursor } = request.query;
        const page = { limit: limit + 1, after: decodePosition(cursor) };
        const found = await objects.history(callerOf(request), request.params.vault, page);
        const { rows, nextCursor } = cutPage(found, limit, ({ atMs, id }) => ({ atMs, id }));
        return { entries: rows.map(schemas.toHistoryEntry), nextCursor };
      },
    );
    app.get(
      '/vaults/:vault/deleted',
      { schema: { ...paged, response: { 200: schemas.deletedOutput } } },
      async (request) => {
        const { limit, cursor } = request.query;
        const page = { limit: limit + 1, after: decodePosition(cursor) };
        const found = await objects.listDeleted(callerOf(request), request.params.vault, page);
        const { rows, nextCursor } = cutPage(found, limit, ({ deletedAtMs, id }) => ({
          atMs: deletedAtMs,
          id,
        }));
        return { objects: rows.map((row) => schemas.toDeleted(row, config.deletedDays)), nextCursor };
      },
    );
    app.post(
      '/vaults/:vault/deleted/:id/restore',
      {
        schema: {
          ...common,
          params: schemas.deletedParams,
          headers: schemas.conditionHeaders,
          response: { 200: schemas.objectOutput },
        },
      },
      async (request) => {
        const { vault, id } = request.params;
        const precondition = parsePrecondition(request.headers);
        return schemas.toObject(
          await objects.restore(callerOf(request), { vault, versionId: id }, precondition),
        );
      },
    );
  };
}
