import { addressParser, oneOf } from '#renderer/lib/address.ts';

export const PLUGIN_VIEWS = ['overview', 'rights', 'settings', 'log', 'about'] as const;
export type PluginView = (typeof PLUGIN_VIEWS)[number];

export const parsePluginSearch = addressParser({ view: oneOf(PLUGIN_VIEWS) });
