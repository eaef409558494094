import { z } from 'zod';

export const SETTINGS_SECTIONS = [
  'appearance',
  'workspace',
  'security',
  'data',
  'shortcuts',
  'about',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

export const settingsSearchSchema = z.object({
  section: z.enum(SETTINGS_SECTIONS).optional().catch(undefined),
});
