import { z } from 'zod';
import { instantSchema } from './common.ts';

/**
 * What a plugin, a flow or the assistant can be allowed. The meaning of `resource` follows the type:
 * `read_folder` a real path, `read_email` an account id, `read_calendar` a calendar source id,
 * `read_browser_history` a browser profile id, `network` a `host` or `host:port`, `model` a provider id or `*`,
 * `read_workspace` and `write_workspace` one of `*`, `client:<id>`, `project:<id>`, `kind:<item kind>`.
 */
export const PERMISSION_TYPES = [
  'read_folder',
  'read_email',
  'read_calendar',
  'read_browser_history',
  'network',
  'model',
  'read_workspace',
  'write_workspace',
] as const;
export const permissionTypeSchema = z.enum(PERMISSION_TYPES);
export type PermissionType = z.infer<typeof permissionTypeSchema>;

/**
 * What one call needs: a type and the exact resource. A call into the workspace names all that it is limited to,
 * `kind:task project:<id> client:<id>` (`workspaceResource` writes it): a grant of any of them, or of `*`, suffices.
 */
export const permissionRequestSchema = z.object({
  type: permissionTypeSchema,
  resource: z.string().min(1).max(4096),
});
export type PermissionRequest = z.infer<typeof permissionRequestSchema>;

export const grantSchema = z.object({
  id: z.uuid(),
  /** Name of the plugin, flow or agent; together with version and hash: exactly the code that the person saw. */
  holder: z.string(),
  version: z.string(),
  /** SHA-256 of the installed content, hex. */
  contentHash: z.string(),
  type: permissionTypeSchema,
  resource: z.string(),
  /** A denial wins over every grant that it overlaps, and holds for every version of the holder. */
  effect: z.enum(['allow', 'deny']),
  /** Spending cap of a `model` grant in millionths of a US dollar, counted since it was given, else null. */
  limitMicros: z.number().int().nullable(),
  expiresAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
  createdAt: instantSchema,
});
export type Grant = z.infer<typeof grantSchema>;

const holderFields = {
  holder: z.string().min(1).max(200),
  version: z.string().min(1).max(100),
  contentHash: z.string().regex(/^[0-9a-f]{64}$/, 'The SHA-256 of the installed content, in hex.'),
};

export const grantInputSchema = z.object({
  ...holderFields,
  ...permissionRequestSchema.shape,
  effect: z.enum(['allow', 'deny']).default('allow'),
  limitMicros: z.number().int().min(0).nullable().default(null),
  expiresAt: instantSchema.nullable().default(null),
});
export type GrantInput = z.input<typeof grantInputSchema>;

export const grantListInputSchema = z.object({
  holder: z.string().max(200).optional(),
  /** Also those that were revoked or have expired. */
  withEnded: z.boolean().default(false),
});
export type GrantListInput = z.input<typeof grantListInputSchema>;

export const permissionCheckInputSchema = z.object({
  ...holderFields,
  requests: z.array(permissionRequestSchema).min(1).max(100),
});
export type PermissionCheckInput = z.infer<typeof permissionCheckInputSchema>;

/** Of each request: whether it would be allowed now, and if not, why. */
export type PermissionAnswer = PermissionRequest & {
  readonly isAllowed: boolean;
  readonly reason: string | null;
  readonly message: string;
};
