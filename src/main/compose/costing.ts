import { randomBytes } from 'node:crypto';
import type { Settings } from '#shared/contracts/settings.ts';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { covers } from '#shared/kernel/permission-scope.ts';
import { appVersion } from '#main/app-version.ts';
import type { Store } from '#main/db/store.ts';
import type { Permissions } from '#main/domains/permissions/index.ts';
import { createTraces, createUsage, type Traces, type Usage } from '#main/domains/traces/index.ts';
import { createGathering } from '#main/engine/gathering/index.ts';
import { createResponseCache, type ResponseCache } from '#main/engine/models/response-cache/index.ts';
import { createSpending, type GrantCap, type SpendingParts } from '#main/engine/models/spending/index.ts';
import { createTraceCare, createTracer, type TraceCare, type Tracer } from '#main/engine/traces/index.ts';

export type Costing = {
  /** For everyone whose work a model takes part in. */
  readonly tracer: Tracer;
  readonly spending: SpendingParts;
  readonly answers: ResponseCache;
  /** What removes, in time, traces that are kept no longer. */
  readonly care: TraceCare;
  /** For the person's pages. */
  readonly parts: { readonly traces: Traces; readonly usage: Usage };
  /** Closes what the last run left under way: before the first call. */
  start(): Promise<void>;
  /** Writes what is due. */
  stop(): Promise<void>;
};

/** What calls of models leave behind: traces, what they cost, and answers that need not be paid twice. */
export function createCosting(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly settings: () => Promise<Settings>;
  /** Asked at the first call: the rights stand behind the gate, which is built later. */
  readonly permissions: () => Permissions;
  readonly onError: (error: unknown) => void;
}): Costing {
  const { store, ids, clock, settings, onError } = deps;
  const nowMs = () => clock.nowMs();
  const rows = createGathering({ store, command: 'models.record', onError });
  const spending = createSpending({
    store,
    rows,
    ids,
    nowMs,
    today: () => clock.today(),
    grantCaps: (principal, providerId) => grantCapsOf(deps.permissions(), principal, providerId),
  });
  const answers = createResponseCache({ store, rows, nowMs, onError });
  let keepsContent = true;
  const look = async () => {
    keepsContent = (await settings()).traceContentDays > 0;
  };
  const forget = store.onCommit(({ changes }) => {
    if (changes.some(({ topic }) => topic === 'setting')) void look().catch(onError);
  });
  const tracer = createTracer({ rows, nowMs, randomBytes, keepsContent: () => keepsContent });
  const care = createTraceCare({
    store,
    nowMs,
    onError,
    retention: async () => {
      const { traceRetentionDays: traceDays, traceContentDays: contentDays } = await settings();
      return { traceDays, contentDays };
    },
  });
  return {
    tracer,
    spending,
    answers,
    care,
    parts: {
      traces: createTraces({ store, rows, appVersion: appVersion() }),
      usage: createUsage({ store, clock, rows, spending, answers }),
    },
    async start() {
      await Promise.all([spending.start(), care.start(), look()]);
      answers.start();
    },
    async stop() {
      forget();
      await care.stop();
      await answers.stop();
      await rows.close();
    },
  };
}

/** The spending caps of the rights that let this principal use this provider. */
async function grantCapsOf(
  permissions: Permissions,
  principal: string,
  providerId: string,
): Promise<readonly GrantCap[]> {
  const colon = principal.indexOf(':');
  if (colon < 0) return [];
  const grants = await permissions.list({ holder: principal.slice(colon + 1) });
  return grants.flatMap(({ type, effect, resource, limitMicros, createdAt }) => {
    const isCap = type === 'model' && effect === 'allow' && limitMicros !== null;
    if (!isCap || !covers('model', resource, providerId)) return [];
    return [{ limitMicros, providerId: resource, sinceMs: createdAt }];
  });
}
