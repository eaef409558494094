import {
  grantInputSchema,
  grantListInputSchema,
  type Grant,
  type GrantInput,
  type GrantListInput,
  type PermissionAnswer,
  type PermissionCheckInput,
  type PermissionRequest,
} from '#shared/contracts/permissions.ts';
import type { ActionPrincipal } from '#shared/contracts/actions.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { covers } from '#shared/kernel/permission-scope.ts';
import type { Store } from '#main/db/store.ts';
import type { PermissionsPort, Refusal, RightsHolder } from '#main/engine/actions/index.ts';
import { checkRequest, isActive, isOf, type Holder } from './check-rights.ts';
import { resourceToKeep } from './grant-resource.ts';
import { insertGrant, updateGrant, type PermissionsStore } from './permissions.store.ts';

export type PermissionsDeps = {
  readonly store: Store;
  readonly reads: PermissionsStore;
  readonly ids: IdSource;
  readonly nowMs: () => number;
};

export class PermissionsService implements PermissionsPort {
  readonly #deps: PermissionsDeps;
  readonly #listeners = new Set<(holder: RightsHolder) => void>();
  /** All grants: they are few, and every call of a plugin looks at them. */
  #grants: Promise<Map<string, Grant>> | null = null;

  constructor(deps: PermissionsDeps) {
    this.#deps = deps;
  }

  async list(input: GrantListInput = {}): Promise<readonly Grant[]> {
    const { holder, withEnded } = grantListInputSchema.parse(input);
    const nowMs = this.#deps.nowMs();
    const all = [...(await this.#all()).values()];
    return all.filter(
      (grant) => (holder === undefined || grant.holder === holder) && (withEnded || isActive(grant, nowMs)),
    );
  }

  /** Gives a right, or denies it. The same one given again gets the new end and limit. */
  async grant(given: GrantInput): Promise<Grant> {
    const input = grantInputSchema.parse(given);
    const nowMs = this.#deps.nowMs();
    if (input.expiresAt !== null && input.expiresAt <= nowMs) {
      throw new AppError('invalid_input', 'This right would have expired already. No right was given.');
    }
    const resource = await resourceToKeep(input.type, input.resource);
    const grants = await this.#all();
    const same = [...grants.values()].find(
      (one) =>
        isOf(one, { ...input, name: input.holder }) &&
        one.type === input.type &&
        one.resource === resource &&
        one.effect === input.effect &&
        isActive(one, nowMs),
    );
    const grant: Grant = same
      ? { ...same, limitMicros: input.limitMicros, expiresAt: input.expiresAt }
      : { ...input, resource, id: this.#deps.ids.next(), revokedAt: null, createdAt: nowMs };
    await this.#write('permissions.grant', (tx) => (same ? updateGrant(tx, grant) : insertGrant(tx, grant)));
    grants.set(grant.id, grant);
    // What is denied now must stop now.
    if (grant.effect === 'deny') this.#tell([grant]);
    return grant;
  }

  /** Ends a right, or a denial. Work that runs by it is stopped before this resolves. */
  async revoke(id: string): Promise<Grant> {
    const found = (await this.#all()).get(id);
    if (!found) throw new AppError('not_found', 'This right does not exist any more.');
    if (found.revokedAt !== null) return found;
    const [grant] = await this.#revokeAll([found]);
    return grant ?? found;
  }

  /** Ends every right of a holder, of all its versions or of all but the one named. */
  async revokeHolder(holder: string, exceptContentHash?: string): Promise<readonly Grant[]> {
    const all = await this.list({ holder });
    return this.#revokeAll(all.filter((grant) => grant.contentHash !== exceptContentHash));
  }

  check(principal: ActionPrincipal, requests: readonly PermissionRequest[]): Promise<Refusal | null> | null {
    if (principal.kind === 'user') return null;
    return this.#firstRefusal(principal, requests, principal.kind === 'assistant');
  }

  /** Of each request whether it would be allowed now: before a run, and for the page of a plugin. */
  async checkAll(input: PermissionCheckInput): Promise<readonly PermissionAnswer[]> {
    const holder = { name: input.holder, version: input.version, contentHash: input.contentHash };
    const grants = await this.list({ holder: input.holder, withEnded: true });
    return input.requests.map((request) => {
      const refused = checkRequest(holder, request, grants, this.#deps.nowMs());
      const { reason = null, message = '' } = refused ?? {};
      return { ...request, isAllowed: refused === null, reason, message };
    });
  }

  /** The lowest spending cap that holds for a model provider; null for none, undefined where it may not be used. */
  async modelLimit(holder: Holder, provider: string): Promise<number | null | undefined> {
    const request = { type: 'model', resource: provider } as const;
    const grants = await this.list({ holder: holder.name, withEnded: true });
    const nowMs = this.#deps.nowMs();
    if (checkRequest(holder, request, grants, nowMs) !== null) return undefined;
    const limits = grants.flatMap((grant) => {
      const holds =
        grant.type === 'model' &&
        grant.effect === 'allow' &&
        isOf(grant, holder) &&
        isActive(grant, nowMs) &&
        covers('model', grant.resource, provider);
      return holds && grant.limitMicros !== null ? [grant.limitMicros] : [];
    });
    return limits.length === 0 ? null : Math.min(...limits);
  }

  onRevoked(listener: (holder: RightsHolder) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async #firstRefusal(
    holder: Holder,
    requests: readonly PermissionRequest[],
    isAssistant: boolean,
  ): Promise<Refusal | null> {
    const all = await this.#all();
    const given = [...all.values()].filter((grant) => grant.holder === holder.name);
    const grants = isAssistant ? [...given, ...rightsOfAssistant(holder)] : given;
    const nowMs = this.#deps.nowMs();
    for (const request of requests) {
      const refused = checkRequest(holder, request, grants, nowMs);
      if (refused) return refused;
    }
    return null;
  }

  async #revokeAll(found: readonly Grant[]): Promise<readonly Grant[]> {
    if (found.length === 0) return [];
    const revokedAt = this.#deps.nowMs();
    const ended = found.map((grant) => ({ ...grant, revokedAt }));
    await this.#write('permissions.revoke', (tx) => ended.forEach((grant) => updateGrant(tx, grant)));
    const grants = await this.#all();
    for (const grant of ended) grants.set(grant.id, grant);
    // The end of a denial takes nothing away.
    this.#tell(ended.filter((grant) => grant.effect === 'allow'));
    return ended;
  }

  #tell(ended: readonly Grant[]): void {
    for (const { holder, contentHash } of ended) {
      for (const listener of this.#listeners) listener({ holder, contentHash });
    }
  }

  #all(): Promise<Map<string, Grant>> {
    this.#grants ??= this.#deps.reads
      .listAll()
      .then((rows) => new Map(rows.map((grant) => [grant.id, grant])))
      .catch((error: unknown) => {
        this.#grants = null;
        throw error;
      });
    return this.#grants;
  }

  #write(command: string, work: Parameters<Store['write']>[1]) {
    return this.#deps.store.write({ command, principal: 'permissions' }, work);
  }
}

/**
 * The app's own assistant reads what its conversation is about and proposes changes without having been given a right:
 * the conversation's scope narrows it, and nothing is changed before the person agrees. A denial still wins, and what
 * lies outside of the workspace has to be given.
 */
function rightsOfAssistant({ name, version, contentHash }: Holder): readonly Grant[] {
  return (['read_workspace', 'write_workspace'] as const).map((type) => ({
    id: `assistant:${type}`,
    holder: name,
    version,
    contentHash,
    type,
    resource: '*',
    effect: 'allow',
    limitMicros: null,
    expiresAt: null,
    revokedAt: null,
    createdAt: 0,
  }));
}
