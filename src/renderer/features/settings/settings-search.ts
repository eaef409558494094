import { addressParser, oneOf } from '#renderer/lib/address.ts';

export const SETTINGS_SECTIONS = [
  'appearance',
  'workspace',
  'connections',
  'models',
  'memory',
  'account',
  'network',
  'security',
  'permissions',
  'data',
  'shortcuts',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

export const parseSettingsSearch = addressParser({ section: oneOf(SETTINGS_SECTIONS) });
