import type { Notification, SendNotificationInput } from '#shared/contracts/notifications.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { NotificationReads } from './notifications.store.ts';

export type NotificationsDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly reads: NotificationReads;
  readonly writes: {
    addNotification(tx: Writer, row: Notification): void;
    countSince(tx: Writer, source: string, since: number): Promise<number>;
    findSame(tx: Writer, wanted: Notification): Promise<string | undefined>;
    markRead(tx: Writer, ids: readonly string[] | undefined): void;
    dropOlder(tx: Writer, before: number): Promise<void>;
    dropOf(tx: Writer, source: string): void;
  };
};

const HOUR_MS = 3_600_000;
/** Of one source within an hour. */
const MOST_AN_HOUR = 20;
const KEPT_MS = 90 * 24 * HOUR_MS;

/** Short words to the person from plugins and jobs. */
export class NotificationsService {
  readonly #deps: NotificationsDeps;

  constructor(deps: NotificationsDeps) {
    this.#deps = deps;
  }

  /** The same words again, while the first are unread, are not shown twice. */
  async send(source: string, { title, body, link }: SendNotificationInput): Promise<{ id: string }> {
    const { store, ids, writes } = this.#deps;
    const { value } = await store.write({ command: 'notifications.send', principal: source }, async (tx) => {
      const createdAt = tx.nowMs;
      const row = { id: ids.next(), source, title, body, link: link ?? null, createdAt, readAt: null };
      const same = await writes.findSame(tx, row);
      if (same !== undefined) return { id: same };
      if ((await writes.countSince(tx, source, createdAt - HOUR_MS)) >= MOST_AN_HOUR)
        throw new AppError(
          'payload_too_large',
          `No more than ${MOST_AN_HOUR} notifications an hour are shown from one source. This one was left out.`,
        );
      writes.addNotification(tx, row);
      await writes.dropOlder(tx, createdAt - KEPT_MS);
      return { id: row.id };
    });
    return value;
  }

  /** A plugin was removed: what it told goes with it. */
  async forgetSource(source: string): Promise<void> {
    const { store, writes } = this.#deps;
    await store.write({ command: 'notifications.forget', principal: 'notifications' }, (tx) =>
      writes.dropOf(tx, source),
    );
  }

  async list({ isUnread, limit }: { readonly isUnread?: boolean | undefined; readonly limit: number }) {
    const { reads } = this.#deps;
    const [items, unread] = await Promise.all([
      reads.list({ isUnread: isUnread ?? false, limit }),
      reads.countUnread(),
    ]);
    return { items, unread };
  }

  /** Without ids: all of them. */
  async dismiss(ids?: readonly string[]): Promise<void> {
    const { store, writes } = this.#deps;
    await store.write({ command: 'notifications.dismiss' }, (tx) => writes.markRead(tx, ids));
  }
}
