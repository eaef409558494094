import { homedir } from 'node:os';
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import {
  createExternalItems,
  createExternalSearch,
  createLocalSources,
  externalItemActions,
} from '#main/domains/connectors/index.ts';
import { createNotifications, notificationActions } from '#main/domains/notifications/index.ts';
import { textActions } from '#main/domains/tasks/index.ts';
import { workerUrl } from '#main/workers-url.ts';

export type LocalParts = ReturnType<typeof createLocalParts>;

/** Folders and browsers of this machine, what plugins put into the index, and the small services they are given. */
export function createLocalParts(
  base: { readonly store: Store; readonly clock: Clock; readonly ids: IdSource },
  options: {
    readonly homeDir?: string | undefined;
    readonly onFolderChanged: (folder: string) => void;
    readonly onError: (error: unknown) => void;
  },
) {
  const local = createLocalSources({
    ...base,
    workerUrl: workerUrl('extract'),
    homeDir: options.homeDir ?? homedir(),
    platform: process.platform,
    onFolderChanged: options.onFolderChanged,
    onError: options.onError,
  });
  const externalItems = createExternalItems(base);
  const notifications = createNotifications(base);
  return {
    local,
    externalItems,
    notifications,
    externalSearch: createExternalSearch(base.store.reader),
    actions: [
      ...local.actions,
      ...externalItemActions(externalItems),
      ...notificationActions(notifications),
      ...textActions(base),
    ],
  };
}
