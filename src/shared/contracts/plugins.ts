import { z } from 'zod';
import { instantSchema, pageInput } from './common.ts';
import { grantSchema, permissionTypeSchema } from './permissions.ts';
import { isCron, pluginNameSchema } from './plugin-manifest.ts';

/** How it stands with a plugin; `needs_rights`: its next run would be refused. */
export const PLUGIN_STATUSES = ['active', 'paused', 'needs_rights', 'broken'] as const;
export const pluginStatusSchema = z.enum(PLUGIN_STATUSES);
export type PluginStatus = z.infer<typeof pluginStatusSchema>;

export const pluginRunSchema = z.object({
  /** The durable job that the run is. */
  jobId: z.uuid(),
  /** `change`: something in a folder that it may read. */
  trigger: z.enum(['schedule', 'change', 'person', 'command_line']),
  outcome: z.enum(['running', 'done', 'failed', 'refused', 'cancelled']),
  /** In plain words: what was done, or why it ended. */
  summary: z.string(),
  startedAt: instantSchema.nullable(),
  finishedAt: instantSchema.nullable(),
  callCount: z.number().int(),
  proposalCount: z.number().int(),
});
export type PluginRun = z.infer<typeof pluginRunSchema>;

export const pluginSummarySchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  version: z.string(),
  contentHash: z.string(),
  status: pluginStatusSchema,
  /** Why it is broken, or which rights it lacks; empty where all is well. */
  statusReason: z.string(),
  isFirstParty: z.boolean(),
  /** Five-field cron in the workspace's time zone, or null when run by hand only. */
  schedule: z.string().nullable(),
  nextRunAt: instantSchema.nullable(),
  lastRun: pluginRunSchema.nullable(),
  pendingProposalCount: z.number().int(),
  installedAt: instantSchema,
});
export type PluginSummary = z.infer<typeof pluginSummarySchema>;

/** One thing that can be chosen for a right: an account, a folder, a profile, the whole workspace. */
export const rightOptionSchema = z.object({ resource: z.string(), label: z.string() });
export type RightOption = z.infer<typeof rightOptionSchema>;

/** A right that the manifest asks for, and how it stands with it. */
export const wantedRightSchema = z.object({
  type: permissionTypeSchema,
  /** Named by the manifest, or null when the person picks it. */
  resource: z.string().nullable(),
  reason: z.string(),
  grants: z.array(grantSchema),
  options: z.array(rightOptionSchema),
});
export type WantedRight = z.infer<typeof wantedRightSchema>;

export const pluginDetailSchema = pluginSummarySchema.extend({
  minAppVersion: z.string().nullable(),
  rights: z.array(wantedRightSchema),
  /** Combinations worth a second look, e.g. reading mail together with the network. */
  warnings: z.array(z.string()),
  /** JSON Schema of the settings, or null where there are none. */
  settingsSchema: z.unknown().nullable(),
  settings: z.record(z.string(), z.unknown()),
  readme: z.string(),
});
export type PluginDetail = z.infer<typeof pluginDetailSchema>;

/** What the dialog shows before anything is installed. Nothing is written by looking. */
export const pluginOfferSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  version: z.string(),
  contentHash: z.string(),
  schedule: z.string().nullable(),
  minAppVersion: z.string().nullable(),
  rights: z.array(wantedRightSchema.omit({ grants: true })),
  warnings: z.array(z.string()),
  /** The installed version that it would replace. */
  replaces: z.object({ version: z.string(), addedRights: z.array(permissionTypeSchema) }).nullable(),
  /** What keeps it from being installed, each with its reason; empty where it can be. */
  problems: z.array(z.string()),
});
export type PluginOffer = z.infer<typeof pluginOfferSchema>;

/** A folder or .zip archive on this machine, an uploaded archive, or one that ships with Adiuva. */
export const pluginSourceSchema = z.discriminatedUnion('from', [
  z.object({ from: z.literal('path'), path: z.string().min(1).max(4096) }),
  z.object({ from: z.literal('upload'), uploadId: z.uuid() }),
  z.object({ from: z.literal('shipped'), name: pluginNameSchema }),
]);
export type PluginSource = z.infer<typeof pluginSourceSchema>;

export const chosenRightSchema = z.object({
  type: permissionTypeSchema,
  resource: z.string().min(1).max(4096),
  expiresAt: instantSchema.nullable().default(null),
  limitMicros: z.number().int().positive().nullable().default(null),
});
export type ChosenRight = z.infer<typeof chosenRightSchema>;

export const pluginInstallInputSchema = z.object({
  source: pluginSourceSchema,
  /** Of the offer that the person saw: another content since then is refused. */
  contentHash: z.string(),
  rights: z.array(chosenRightSchema).max(50),
});
export type PluginInstallInput = z.infer<typeof pluginInstallInputSchema>;

/** What a run was asked by; left out, by a person. */
export const pluginRunNowInputSchema = z.object({
  name: pluginNameSchema,
  trigger: pluginRunSchema.shape.trigger.exclude(['schedule', 'change']).default('person'),
});

export const pluginSettingsInputSchema = z.object({
  name: pluginNameSchema,
  settings: z.record(z.string().max(100), z.unknown()),
});

export const pluginScheduleInputSchema = z.object({
  name: pluginNameSchema,
  /** Five-field cron in the workspace's time zone; null to run by hand only. */
  schedule: z.string().trim().max(100).refine(isCron, 'Not a cron expression of five fields.').nullable(),
});

export const pluginRunsInputSchema = z.object({ ...pageInput, name: pluginNameSchema });

/** The newest first. */
export const pluginLogsInputSchema = z.object({
  ...pageInput,
  name: pluginNameSchema,
  jobId: z.uuid().optional(),
});

/**
 * What becomes of its data when a plugin goes: `keepItems` keeps what it put into search, the timeline and the
 * notifications. Its memory, settings, rights and standing rules end and its pending proposals are withdrawn anyway.
 */
export const pluginRemoveInputSchema = z.object({ name: pluginNameSchema, keepItems: z.boolean() });

export const pluginLogLineSchema = z.object({
  at: instantSchema,
  level: z.enum(['info', 'warn', 'error']),
  message: z.string(),
  jobId: z.uuid(),
});
export type PluginLogLine = z.infer<typeof pluginLogLineSchema>;

/*
 * The router, `plugins.*`:
 *   list() -> PluginSummary[]            get({ name }) -> PluginDetail
 *   shipped() -> PluginOffer[]           look({ source }) -> PluginOffer
 *   install(PluginInstallInput) -> PluginDetail
 *   grant({ name, right: ChosenRight }) / revoke({ name, grantId }) -> PluginDetail
 *   runNow({ name }) -> { jobId }        pause({ name }) / resume({ name }) -> PluginSummary
 *   setSettings({ name, settings }) -> PluginDetail
 *   setSchedule({ name, schedule | null }) -> PluginDetail
 *   runs(pluginRunsInput) -> Page<PluginRun>
 *   logs({ name, jobId?, cursor?, limit }) -> Page<PluginLogLine>
 *   remove(pluginRemoveInput) -> { removedItemCount }
 */
