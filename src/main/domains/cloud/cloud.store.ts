import { asc, eq } from 'drizzle-orm';
import type { CloudTier, CloudUsage } from '#shared/contracts/cloud.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { cloudAccounts } from '#main/db/tables/cloud.ts';

export type AccountRow = {
  readonly endpoint: string;
  readonly email: string;
  readonly tier: CloudTier;
  readonly deviceId: string;
  readonly deviceName: string;
  readonly isExpired: boolean;
  readonly usage: CloudUsage | null;
  readonly signedInAt: number;
  readonly checkedAt: number | null;
};

export type CloudStore = {
  list(): Promise<readonly AccountRow[]>;
  find(endpoint: string): Promise<AccountRow | undefined>;
};

export function createCloudStore(reader: Reader): CloudStore {
  return {
    list: () => reader.select().from(cloudAccounts).orderBy(asc(cloudAccounts.endpoint)),
    async find(endpoint) {
      const [row] = await reader.select().from(cloudAccounts).where(eq(cloudAccounts.endpoint, endpoint));
      return row;
    },
  };
}

export function putAccount(tx: Writer, row: AccountRow): void {
  tx.run({
    sql: `INSERT OR REPLACE INTO cloud_accounts
      (endpoint, email, tier, device_id, device_name, is_expired, usage, signed_in_at, checked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      row.endpoint,
      row.email,
      row.tier,
      row.deviceId,
      row.deviceName,
      row.isExpired ? 1 : 0,
      row.usage === null ? null : JSON.stringify(row.usage),
      row.signedInAt,
      row.checkedAt,
    ],
  });
  tx.touch('cloud', [row.endpoint]);
}

export function noteUsage(tx: Writer, endpoint: string, told: { tier: CloudTier; usage: CloudUsage }): void {
  tx.run({
    sql: 'UPDATE cloud_accounts SET tier = ?, usage = ?, checked_at = ? WHERE endpoint = ?',
    params: [told.tier, JSON.stringify(told.usage), tx.nowMs, endpoint],
  });
  tx.touch('cloud', [endpoint]);
}

export function markExpired(tx: Writer, endpoint: string): void {
  tx.run({ sql: 'UPDATE cloud_accounts SET is_expired = 1 WHERE endpoint = ?', params: [endpoint] });
  tx.touch('cloud', [endpoint]);
}

export function removeAccount(tx: Writer, endpoint: string): void {
  tx.run({ sql: 'DELETE FROM cloud_accounts WHERE endpoint = ?', params: [endpoint] });
  tx.touch('cloud', [endpoint]);
}
