import { z } from 'zod';
import { MOST_RECORDS } from './dataset-defaults.ts';
import { recordCountSchema } from './dataset-spec.ts';

/** Preferences kept in the store. Every key has a default: an empty store behaves the same everywhere. */
export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'it']).default('system'),
  /** 0 Sunday, 1 Monday; `system` follows the locale. */
  weekStartsOn: z.enum(['system', '0', '1', '6']).default('system'),
  sidebarCollapsed: z.boolean().default(false),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  hoursPerDay: z.number().min(1).max(24).default(7),
  /** 0 keeps deleted items until they are purged by hand. */
  trashRetentionDays: z.number().int().min(0).max(3650).default(30),
  userName: z.string().max(100).default(''),
  globalShortcut: z.string().max(60).default('CommandOrControl+Shift+Space'),
  closeToTray: z.boolean().default(true),
  noteFocusWidth: z.enum(['normal', 'wide']).default('normal'),
  /** Plugins that run at one time. */
  pluginPoolSize: z.number().int().min(1).max(16).default(4),
  /** How long traces of models are kept; 0 keeps them until they are removed by hand. */
  traceRetentionDays: z.number().int().min(0).max(3650).default(90),
  /** How long what went into a model and came out is kept with them; 0 keeps none of it. */
  traceContentDays: z.number().int().min(0).max(3650).default(30),
  /** What a dataset may have at most before a run of it is refused. */
  datasetRecordsMost: recordCountSchema.default(MOST_RECORDS),
  /** When the brief of the day is written, by the machine's clock; empty for only when it is asked for. */
  briefAt: z
    .string()
    .regex(/^(?:([01]\d|2[0-3]):[0-5]\d)?$/)
    .default('07:30'),
});
export type Settings = z.infer<typeof settingsSchema>;
export const settingsPatchSchema = z
  .object({
    theme: settingsSchema.shape.theme.unwrap(),
    language: settingsSchema.shape.language.unwrap(),
    weekStartsOn: settingsSchema.shape.weekStartsOn.unwrap(),
    sidebarCollapsed: z.boolean(),
    currency: settingsSchema.shape.currency.unwrap(),
    hoursPerDay: settingsSchema.shape.hoursPerDay.unwrap(),
    trashRetentionDays: settingsSchema.shape.trashRetentionDays.unwrap(),
    userName: z.string().max(100),
    globalShortcut: z.string().max(60),
    closeToTray: z.boolean(),
    noteFocusWidth: settingsSchema.shape.noteFocusWidth.unwrap(),
    pluginPoolSize: settingsSchema.shape.pluginPoolSize.unwrap(),
    briefAt: settingsSchema.shape.briefAt.unwrap(),
    datasetRecordsMost: settingsSchema.shape.datasetRecordsMost.unwrap(),
    traceRetentionDays: settingsSchema.shape.traceRetentionDays.unwrap(),
    traceContentDays: settingsSchema.shape.traceContentDays.unwrap(),
  })
  .partial();
export type SettingsPatch = z.infer<typeof settingsPatchSchema>;
