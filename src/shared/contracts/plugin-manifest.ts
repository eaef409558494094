import { z } from 'zod';
import { permissionTypeSchema } from './permissions.ts';

const LABEL = z.string().trim().min(1).max(200);
const HELP = z.string().max(1_000).optional();

/** A field of a plugin's settings: the part of JSON Schema that a form can show. */
const textField = z.strictObject({
  type: z.literal('string'),
  title: LABEL.optional(),
  description: HELP,
  default: z.string().max(10_000).optional(),
  enum: z.array(z.string().max(200)).min(1).max(100).optional(),
  minLength: z.number().int().min(0).optional(),
  maxLength: z.number().int().min(1).optional(),
  format: z.enum(['email', 'uri', 'date', 'time', 'multiline']).optional(),
});
const numberField = z.strictObject({
  type: z.enum(['number', 'integer']),
  title: LABEL.optional(),
  description: HELP,
  default: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
});
const switchField = z.strictObject({
  type: z.literal('boolean'),
  title: LABEL.optional(),
  description: HELP,
  default: z.boolean().optional(),
});
const listField = z.strictObject({
  type: z.literal('array'),
  title: LABEL.optional(),
  description: HELP,
  default: z.array(z.string()).max(1_000).optional(),
  items: z.strictObject({
    type: z.literal('string'),
    enum: z.array(z.string().max(200)).min(1).max(100).optional(),
    maxLength: z.number().int().min(1).optional(),
  }),
  maxItems: z.number().int().min(1).max(1_000).optional(),
});
export const settingsFieldSchema = z.discriminatedUnion('type', [
  textField,
  numberField,
  switchField,
  listField,
]);
export type SettingsField = z.infer<typeof settingsFieldSchema>;

export const settingsSchemaSchema = z.strictObject({
  type: z.literal('object').default('object'),
  properties: z.record(z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/), settingsFieldSchema).default({}),
  required: z.array(z.string()).max(100).default([]),
});
export type SettingsSchema = z.infer<typeof settingsSchemaSchema>;

const SEMVER = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?$/;
const semverSchema = z.string().max(60).regex(SEMVER, 'A version reads like 1.2.3.');

export const manifestPermissionSchema = z.strictObject({
  type: permissionTypeSchema,
  /** Left out: the person chooses the folder, account or host when it is installed. */
  resource: z.string().min(1).max(4096).optional(),
  /** Shown beside the switch. */
  reason: z.string().trim().min(10, 'Say in a sentence what the right is for.').max(500),
});
export type ManifestPermission = z.infer<typeof manifestPermissionSchema>;

const RANGES: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];

/** Five fields: minute, hour, day of month, month, day of week. */
export function isCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return fields.length === RANGES.length && fields.every((field, index) => isCronField(field, RANGES[index]));
}

function isCronField(field: string, range: readonly [number, number] | undefined): boolean {
  if (range === undefined) return false;
  const [low, high] = range;
  return field.split(',').every((part) => {
    const match = /^(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:\/(\d{1,2}))?$/.exec(part);
    if (match === null) return false;
    const from = Number(match[1] ?? low);
    const to = Number(match[2] ?? match[1] ?? high);
    return from >= low && to <= high && from <= to && Number(match[3] ?? 1) >= 1;
  });
}

export const pluginNameSchema = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'A name is made of small letters, digits and single hyphens.');

export const pluginManifestSchema = z.strictObject({
  name: pluginNameSchema,
  /** The name that people read; the plain name when left out. */
  title: LABEL.optional(),
  description: z.string().trim().min(1).max(1_000),
  version: semverSchema,
  author: z.string().max(200).optional(),
  permissions: z.array(manifestPermissionSchema).max(50).default([]),
  /** When it runs by itself, in the person's time zone. Left out: only when asked. */
  schedule: z.string().max(100).refine(isCron, 'Not a cron expression of five fields.').optional(),
  entryPoint: z
    .string()
    .max(200)
    .regex(/^(?!.*\.\.)[\w-][\w./-]*\.(ts|js|mjs)$/, 'A path inside the plugin to a .ts, .js or .mjs file.'),
  settings: settingsSchemaSchema.default({ type: 'object', properties: {}, required: [] }),
  minAppVersion: semverSchema.optional(),
});
export type PluginManifest = z.infer<typeof pluginManifestSchema>;

/** Rights that are harmless alone and dangerous together. */
export const manifestWarningSchema = z.object({
  code: z.literal('read_and_network'),
  /** The rights to read that could be sent out. */
  reads: z.array(permissionTypeSchema),
  /** Where to: `host` or `host:port`, or empty when the person is to choose. */
  destinations: z.array(z.string()),
});
export type ManifestWarning = z.infer<typeof manifestWarningSchema>;

/** What `adiuva plugin check` and the install dialog show of a folder or an archive. */
export type PluginCheck = {
  readonly isOk: boolean;
  readonly problems: readonly string[];
  readonly warnings: readonly ManifestWarning[];
  readonly manifest: PluginManifest | null;
  /** SHA-256, hex; null while the files cannot be read. */
  readonly contentHash: string | null;
  readonly files: number;
  readonly sizeBytes: number;
};
