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

/** What one call needs: a type and the exact resource. */
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
  /** A denial wins over every grant that covers the same. */
  effect: z.enum(['allow', 'deny']),
  /** Spending cap of a `model` grant in millionths of the account currency, else null. */
  limitMicros: z.number().int().nullable(),
  expiresAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
  createdAt: instantSchema,
});
export type Grant = z.infer<typeof grantSchema>;
