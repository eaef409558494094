import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pluginNameSchema } from '#shared/contracts/plugin-manifest.ts';
import type { PluginDetail, PluginOffer, PluginSource } from '#shared/contracts/plugins.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { byName, splitRight, toRights } from '../plugin-rights.ts';
import { describePlugin } from '../plugin-text.ts';
import { printable } from '../terminal.ts';

/** A folder, a `.zip` archive, or the name of one that ships with Adiuva. Every right that is not named stays off. */
export function runPluginInstall(
  context: CommandContext,
  given: string,
  options: { readonly grant?: readonly string[] },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const source = sourceOf(given);
    const offer = await api.plugins.look({ source });
    if (offer.problems.length > 0) return refuse(context, offer);
    const rights = (options.grant ?? []).flatMap((text) => toRights(text, offer.name, offer.rights));
    for (const warning of offer.warnings) context.output.say(`Look twice: ${printable(warning)}`);
    const plugin = await api.plugins.install({ source, contentHash: offer.contentHash, rights });
    await context.output.answer(plugin, () => `Installed.\n${describePlugin(plugin)}`);
    return EXIT.done;
  });
}

async function refuse(context: CommandContext, offer: PluginOffer): Promise<number> {
  context.output.say(`adiuva: ${printable(offer.problems.join('\n'))}`);
  if (context.output.isJson) await context.output.json(offer);
  return EXIT.failed;
}

function sourceOf(given: string): PluginSource {
  const path = resolve(given);
  const isShipped = !existsSync(path) && pluginNameSchema.safeParse(given).success;
  return isShipped ? { from: 'shipped', name: given } : { from: 'path', path };
}

export function runPluginGrant(context: CommandContext, name: string, text: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    let plugin: PluginDetail = await api.plugins.get({ name });
    for (const right of toRights(text, name, plugin.rights))
      plugin = await api.plugins.grant({ name, right });
    await context.output.answer(plugin, () => describePlugin(plugin));
    return EXIT.done;
  });
}

/** All rights of the kind, or the one for the resource that is named. What runs by them is stopped. */
export function runPluginRevoke(context: CommandContext, name: string, text: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    let plugin: PluginDetail = await api.plugins.get({ name });
    const { type, resource } = splitRight(text);
    const options = plugin.rights.flatMap((right) => (right.type === type ? right.options : []));
    const wanted = resource === undefined ? undefined : byName(options, type, resource);
    const ids = plugin.rights
      .flatMap(({ grants }) => grants)
      .filter((grant) => grant.type === type && (wanted === undefined || grant.resource === wanted))
      .map(({ id }) => id);
    if (ids.length === 0) {
      throw new AppError('not_found', `${name} has no right ${text}. Nothing was changed.`);
    }
    for (const grantId of new Set(ids)) plugin = await api.plugins.revoke({ name, grantId });
    await context.output.answer(plugin, () => describePlugin(plugin));
    return EXIT.done;
  });
}
