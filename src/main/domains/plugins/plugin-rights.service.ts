import type { ActionPrincipal } from '#shared/contracts/actions.ts';
import type { Grant, PermissionType } from '#shared/contracts/permissions.ts';
import type { PluginManifest } from '#shared/contracts/plugin-manifest.ts';
import type { ChosenRight, RightOption, WantedRight } from '#shared/contracts/plugins.ts';
import { AppError } from '#shared/errors.ts';
import type { Permissions } from '#main/domains/permissions/index.ts';
import { answers, isWithin, lackText, wantsOf, type Want } from './plugin-rights.ts';

/** Exactly the code that a right is for. */
export type PluginIdentity = {
  readonly name: string;
  readonly version: string;
  readonly contentHash: string;
  readonly manifest: PluginManifest;
};

export type OwnRight = {
  readonly type: PermissionType;
  readonly resource: string;
  readonly label: string;
};

export type PluginRightsDeps = {
  readonly permissions: Permissions;
  /** What there is to choose from: accounts, calendars, folders, profiles, parts of the workspace. */
  readonly options: (type: PermissionType) => Promise<RightOption[]>;
};

/** A right that the manifest asks for and nobody has given, with the reason in words. */
export type Lack = { readonly want: Want; readonly reason: string };

export class PluginRightsService {
  readonly #deps: PluginRightsDeps;

  constructor(deps: PluginRightsDeps) {
    this.#deps = deps;
  }

  /** The live rights of the caller itself, with names that tell them apart. */
  async listOf(principal: ActionPrincipal): Promise<readonly OwnRight[]> {
    if (principal.kind === 'user') return [];
    const grants = await this.#live(principal);
    const labels = new Map<string, string>();
    for (const type of new Set(grants.map((grant) => grant.type))) {
      for (const { resource, label } of await this.#deps.options(type))
        labels.set(`${type} ${resource}`, label);
    }
    return grants.map(({ type, resource }) => ({
      type,
      resource,
      label: labels.get(`${type} ${resource}`) ?? resource,
    }));
  }

  /** What the manifest asks for, without how it stands with it. */
  async wanted(manifest: PluginManifest): Promise<readonly Omit<WantedRight, 'grants'>[]> {
    const wants = await wantsOf(manifest);
    return Promise.all(
      wants.map(async (want) => ({
        type: want.type,
        resource: want.resource ?? null,
        reason: want.reason,
        options: await this.#optionsOf(want),
      })),
    );
  }

  async rightsOf(plugin: PluginIdentity): Promise<readonly WantedRight[]> {
    const wants = await wantsOf(plugin.manifest);
    const wanted = await this.wanted(plugin.manifest);
    const all = await this.#deps.permissions.list({ holder: plugin.name });
    const standing = all.filter((grant) => grant.effect === 'deny' || isFor(grant, plugin));
    return wanted.map((right, index) => {
      const want = wants[index];
      return { ...right, grants: standing.filter((grant) => want !== undefined && answers(want, grant)) };
    });
  }

  /** What it may not run without. */
  async lacking(plugin: PluginIdentity): Promise<readonly Lack[]> {
    const wants = await wantsOf(plugin.manifest);
    if (wants.length === 0) return [];
    const live = await this.#live(plugin);
    const missing = wants.filter((want) => !live.some((grant) => answers(want, grant)));
    if (missing.length === 0) return [];
    const ended = await this.#deps.permissions.list({ holder: plugin.name, withEnded: true });
    return missing.map((want) => ({ want, reason: lackText(want, ended, plugin) }));
  }

  /** Gives a right that the manifest asks for, to exactly this code. Throws `invalid_input` for any other. */
  async give(plugin: PluginIdentity, right: ChosenRight): Promise<Grant> {
    const wants = await wantsOf(plugin.manifest);
    if (!wants.some((want) => isWithin(want, right))) {
      throw new AppError(
        'invalid_input',
        `${plugin.name} does not ask for ${right.type} of ${right.resource}. No right was given.`,
      );
    }
    const { name: holder, version, contentHash } = plugin;
    return this.#deps.permissions.grant({ holder, version, contentHash, ...right });
  }

  /** Ends what older contents of the plugin were given; a denial holds for every version and stays. */
  async endOlder(plugin: PluginIdentity): Promise<void> {
    const all = await this.#deps.permissions.list({ holder: plugin.name });
    const older = all.filter((grant) => grant.effect === 'allow' && !isFor(grant, plugin));
    for (const { id } of older) await this.#deps.permissions.revoke(id);
  }

  async #live(holder: Omit<PluginIdentity, 'manifest'>): Promise<readonly Grant[]> {
    const { permissions } = this.#deps;
    const all = await permissions.list({ holder: holder.name });
    const own = all.filter((grant) => grant.effect === 'allow' && isFor(grant, holder));
    if (own.length === 0) return [];
    const { name, version, contentHash } = holder;
    // A denial of the same wins.
    const found: Grant[] = [];
    for (const grant of own) {
      const requests = [{ type: grant.type, resource: grant.resource }];
      const [answer] = await permissions.checkAll({ holder: name, version, contentHash, requests });
      if (answer?.isAllowed === true) found.push(grant);
    }
    return found;
  }

  async #optionsOf(want: Want): Promise<RightOption[]> {
    const options = await this.#deps.options(want.type);
    if (want.resource === undefined) return options;
    const named = want.realResource ?? want.resource;
    const fitting = options.filter(({ resource }) => isWithin(want, { type: want.type, resource }));
    if (fitting.some(({ resource }) => resource === named)) return fitting;
    return [{ resource: named, label: named }, ...fitting];
  }
}

function isFor(grant: Grant, { version, contentHash }: Omit<PluginIdentity, 'manifest' | 'name'>): boolean {
  return grant.version === version && grant.contentHash === contentHash;
}
