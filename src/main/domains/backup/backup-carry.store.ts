import type { BackupRun } from '#shared/contracts/backup.ts';
import { UNFINISHED_STATUSES } from '#shared/contracts/job-status.ts';
import type { SqlRow, SqlValue, Statement } from '#main/db/driver/driver.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { setupValues, type BackupSetup } from './backup.store.ts';
import { MASTER_SECRET, PLACE_SECRET } from './backup-defaults.ts';

/** What is about the backup and not about the moment it shows: it stays as it is when the store goes back in time. */
export type Carried = { readonly tables: readonly CarriedTable[] };

type CarriedTable = {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly SqlRow[];
  /** Which rows of the restored store these take the place of; of others each replaces its own like. */
  readonly replaces: string;
};

/** Prefixes of secrets that only this device has, whatever the store of then had under these names. */
const OWN_SECRETS = ['backup:', 'cloud:'] as const;

/** Of sign-ins that were still to be ended then. */
const LEAVING_SECRETS = 'cloud:leaving:';

const ownSecret = OWN_SECRETS.map((prefix) => `name LIKE '${prefix}%'`).join(' OR ');

/** Which recovery slot of this folder opens with the phrase of the vault, by when it was made. */
const RECOVERY_MARK = 'backup.recovery_slot';
const recoveryMark = `key = '${RECOVERY_MARK}'`;

export async function readRecoveryMark(reader: Reader): Promise<number | null> {
  const [row] = await reader.rows(`SELECT value FROM store_meta WHERE ${recoveryMark}`);
  return row ? Number(row[0]) : null;
}

export function putRecoveryMark(tx: Writer, slotCreatedAt: number): void {
  tx.run({
    sql: 'INSERT OR REPLACE INTO store_meta VALUES (?, ?)',
    params: [RECOVERY_MARK, String(slotCreatedAt)],
  });
  tx.touch('backup', ['setup']);
}

export async function readCarried(reader: Reader): Promise<Carried> {
  const read = async (table: string, replaces: string, where = '1'): Promise<CarriedTable> => {
    const named = await reader.rows(`SELECT name FROM pragma_table_info('${table}')`);
    const columns = named.map(([name]) => String(name));
    if (columns.length === 0) return { table, columns, rows: [], replaces };
    const rows = await reader.rows(`SELECT ${columns.map(quote).join(', ')} FROM ${table} WHERE ${where}`);
    return { table, columns, rows, replaces };
  };
  return {
    tables: [
      await read('backup_setup', '1'),
      await read('backup_runs', '1'),
      await read('cloud_accounts', '1'),
      // What was still to be sent then may have been sent since; what is to be sent now still is.
      await read('outbox_items', '1'),
      await read('store_meta', recoveryMark, recoveryMark),
      // Of what both have the present one is right: a password that was changed since is the one that works.
      await read('named_secrets', ownSecret),
    ],
  };
}

/** Puts what was carried into a restored store that nobody uses yet. */
export function carryStatements({ tables }: Carried): readonly Statement[] {
  return tables.flatMap(({ table, columns, rows, replaces }) => {
    // Not there in this version of the schema.
    if (columns.length === 0) return [];
    const names = columns.map(quote).join(', ');
    const isKept = table === 'named_secrets';
    const marks = columns.map(() => '?').join(', ');
    const source = isKept
      ? `SELECT ${marks} WHERE ${OWN_SECRETS.map(() => '? LIKE ?').join(' OR ')} OR EXISTS (SELECT 1 FROM ${table} WHERE name = ?)`
      : `VALUES (${marks})`;
    const place = columns.indexOf('name');
    const paramsList = rows.map((row) => {
      if (!isKept) return row;
      const name: SqlValue = row[place] ?? '';
      return [...row, ...OWN_SECRETS.flatMap((prefix) => [name, `${prefix}%`]), name];
    });
    const clear = [{ sql: `DELETE FROM ${table} WHERE ${replaces}` }];
    const put = { sql: `INSERT OR REPLACE INTO ${table} (${names}) ${source}`, paramsList };
    return rows.length === 0 ? clear : [...clear, put];
  });
}

export type NewHome = {
  readonly setup: BackupSetup;
  readonly masterKey: Uint8Array;
  readonly placeSecret: string | null;
  readonly nowMs: number;
};

/** On a new device: where the backup lies is known, and nothing of what another device did with it. */
export function newHomeStatements({ setup, masterKey, placeSecret, nowMs }: NewHome): readonly Statement[] {
  const secrets: SqlValue[][] = [[MASTER_SECRET, Buffer.from(masterKey).toString('base64'), nowMs, nowMs]];
  if (placeSecret !== null) secrets.push([PLACE_SECRET, placeSecret, nowMs, nowMs]);
  return [
    { sql: 'DELETE FROM backup_runs' },
    { sql: `DELETE FROM named_secrets WHERE ${ownSecret}` },
    {
      sql: 'INSERT INTO named_secrets (name, value, created_at, updated_at) VALUES (?, ?, ?, ?)',
      paramsList: secrets,
    },
    {
      sql: `INSERT OR REPLACE INTO backup_setup (id, place, vault_id, device_id, device_name, settings, created_at)
        SELECT 1, ?, ?, ?, ?, coalesce((SELECT settings FROM backup_setup WHERE id = 1), ?), ?`,
      params: setupValues(setup),
    },
    { sql: `UPDATE store_meta SET value = 'done' WHERE key = 'onboarding'` },
  ];
}

const unfinished = UNFINISHED_STATUSES.map((status) => `'${status}'`).join(', ');

/**
 * Makes a store of then one that goes on from now. What was under way then may have happened since, outside of the
 * store too, so it is not taken up again; a person can. Its changes are those of a new writer: numbers of the change
 * log are given out a second time from here on, and whoever syncs must not take them for the former ones.
 */
export function goOnStatements(nowMs: number): readonly Statement[] {
  return [
    {
      sql: `UPDATE jobs SET status = 'cancelled', cancel_requested = 1, finished_at = ?, lease_boot_id = NULL
        WHERE status IN (${unfinished})`,
      params: [nowMs],
    },
    { sql: 'DELETE FROM outbox_items' },
    { sql: `DELETE FROM named_secrets WHERE name LIKE '${LEAVING_SECRETS}%'` },
    { sql: `DELETE FROM store_meta WHERE key IN ('node_id', 'search.passages.generation')` },
  ];
}

/** A run as it ended, in place of the one that was written down when it began. */
export function endedRun({ tables }: Carried, run: BackupRun): Carried {
  return {
    tables: tables.map((one) => {
      if (one.table !== 'backup_runs') return one;
      const at = (column: string) => one.columns.indexOf(column);
      const values: Readonly<Record<string, SqlValue>> = {
        finished_at: run.finishedAt,
        outcome: run.outcome,
        bytes: run.bytes,
        figures: JSON.stringify(run.figures),
      };
      const rows = one.rows.map((row) =>
        row[at('id')] === run.id ? row.map((value, index) => values[one.columns[index] ?? ''] ?? value) : row,
      );
      return { ...one, rows };
    }),
  };
}

function quote(name: string): string {
  return `"${name}"`;
}
