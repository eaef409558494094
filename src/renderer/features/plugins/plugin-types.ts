import type { PluginDetail } from '#shared/contracts/plugins.ts';

/** A plugin as it comes over the wire, where what may be anything may also be missing. */
export type ShownPlugin = Omit<PluginDetail, 'settingsSchema'> & { readonly settingsSchema?: unknown };
