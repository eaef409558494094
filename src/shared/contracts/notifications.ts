import { z } from 'zod';
import { instantSchema } from './common.ts';

export const notificationSchema = z.object({
  id: z.uuid(),
  /** `plugin:<name>`, or the part of the app that tells. */
  source: z.string(),
  title: z.string(),
  body: z.string(),
  /** `adiuva://` link to what it is about. */
  link: z.string().nullable(),
  createdAt: instantSchema,
  readAt: instantSchema.nullable(),
});
export type Notification = z.infer<typeof notificationSchema>;

export const sendNotificationInputSchema = z.object({
  title: z.string().trim().min(1).max(200),
  body: z.string().trim().max(2000).default(''),
  link: z
    .string()
    .max(500)
    .regex(/^adiuva:\/\/[a-z]+(\/[0-9a-f-]{36})?$/, 'Only links to something in Adiuva.')
    .nullish(),
});
export type SendNotificationInput = z.infer<typeof sendNotificationInputSchema>;

export const listNotificationsInputSchema = z.object({
  isUnread: z.boolean().optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export const dismissNotificationsInputSchema = z.object({
  /** Without it: all of them. */
  ids: z.array(z.uuid()).max(200).optional(),
});
