/** Notifications: what plugins and jobs tell the person, kept until it was read. */
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { NotificationsService } from './notifications.service.ts';
import {
  addNotification,
  countSince,
  createNotificationReads,
  dropOf,
  dropOlder,
  findSame,
  markRead,
} from './notifications.store.ts';

export { notificationActions } from './notifications.actions.ts';
export type Notifications = NotificationsService;

export function createNotifications(deps: { readonly store: Store; readonly ids: IdSource }): Notifications {
  const writes = { addNotification, countSince, findSame, markRead, dropOlder, dropOf };
  return new NotificationsService({ ...deps, reads: createNotificationReads(deps.store.reader), writes });
}
