import fastify, { LogController, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { accountRoutes, signInRoutes } from './accounts/auth.routes.ts';
import type { AuthService } from './accounts/auth.service.ts';
import type { SignedIn } from './accounts/accounts.store.ts';
import type { CloudConfig } from './config.ts';
import { CloudError } from './errors.ts';
import { requireSignIn } from './http/caller.ts';
import { addDocs } from './http/docs-pages.ts';
import { answerErrors } from './http/error-answers.ts';
import { logOptions } from './http/log-options.ts';
import { addMetrics } from './http/metrics.ts';
import { createRateLimits } from './http/rate-limits.ts';
import { backupRoutes } from './vaults/backup.routes.ts';
import { createObjects } from './vaults/objects.service.ts';
import { createUploads } from './vaults/uploads.service.ts';
import { measureUsage, removeEverything } from './vaults/usage.service.ts';
import type { VaultDeps } from './vaults/vault-deps.ts';
import { listVaults } from './vaults/versions.store.ts';

export type ServerDeps = VaultDeps & {
  readonly config: CloudConfig;
  readonly auth: AuthService;
  readonly version: string;
  /** Rejects while accounts or blobs cannot be reached. */
  readonly check: () => Promise<void>;
  readonly logTo?: { write(line: string): void } | undefined;
};

const API = 1 as const;
const BODY_LIMIT_BYTES = 64 * 1024;
/** A large upload is put together within one request, in which nothing is heard for a while. */
const IDLE_MS = 5 * 60_000;

/** The whole HTTP side, not yet listening. */
export async function createServer(deps: ServerDeps): Promise<FastifyInstance> {
  const { config } = deps;
  const app = fastify({
    logger: logOptions(config.logLevel, deps.logTo) ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: config.trustProxy,
    // A slow line may take its time with a large object, as long as something comes.
    requestTimeout: 0,
    connectionTimeout: IDLE_MS,
    forceCloseConnections: 'idle',
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('caller', null);
  answerErrors(app);
  app.addHook('onRequest', async (_request, reply) => {
    void reply.headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
  });
  const limits = await createRateLimits(app, config);
  addMetrics(app, config.metricsToken);
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions, caller } = request;
    const ms = Math.round(reply.elapsedTime);
    const account = caller?.account.id;
    request.log.info({ method, route: routeOptions.url, status: reply.statusCode, ms, account }, 'answered');
  });
  await addDocs(app, deps.version);
  await app.register(healthRoutes(deps));
  const describeUsage = (caller: SignedIn) => describe(deps, caller);
  const routeDeps = {
    auth: deps.auth,
    limits,
    describeUsage,
    removeEverything: (caller: SignedIn) => removeEverything(deps, caller),
  };
  await app.register(signInRoutes(routeDeps), { prefix: '/api/v1/auth' });
  await app.register(accountRoutes(routeDeps), { prefix: '/api/v1/auth' });
  await app.register(
    async (backup) => {
      backup.addHook('onRequest', requireSignIn(deps.auth));
      backup.addHook('onRequest', limits.account);
      await backup.register(
        backupRoutes({
          objects: createObjects(deps),
          uploads: createUploads(deps),
          listVaults: ({ account }) => listVaults(deps.db, account.id),
          describeUsage,
          config,
          nowMs: deps.nowMs,
        }),
      );
    },
    { prefix: '/api/v1/backup' },
  );
  return app;
}

async function describe(deps: ServerDeps, caller: SignedIn) {
  const { maxObjectBytes, maxUploadBytes, requestsPerMinute } = deps.config;
  return {
    ...(await measureUsage(deps, caller)),
    maxObjectBytes,
    maxPartBytes: maxObjectBytes,
    maxUploadBytes,
    requestsPerMinute: requestsPerMinute[caller.account.tier],
  };
}

const healthOutput = z.object({
  status: z.literal('ok'),
  version: z.string(),
  api: z.literal(API),
  selfHosted: z.boolean(),
  registration: z.enum(['open', 'invite', 'closed']),
});

function healthRoutes({ check, version, config }: ServerDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get('/health', { schema: { tags: ['server'], response: { 200: healthOutput } } }, async () => {
      await check().catch((cause: unknown) => {
        throw new CloudError('unavailable', 'The server cannot reach its database or its store at present.', {
          cause,
        });
      });
      const { isSelfHosted: selfHosted, registration } = config;
      return { status: 'ok' as const, version, api: API, selfHosted, registration };
    });
  };
}
