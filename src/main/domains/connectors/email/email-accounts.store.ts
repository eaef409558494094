import { asc, eq } from 'drizzle-orm';
import type { EmailAccount } from '#shared/contracts/connectors.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { emailAccounts } from '#main/db/tables/connectors.ts';

export type EmailAccountsStore = {
  list(): Promise<readonly EmailAccount[]>;
  find(id: string): Promise<EmailAccount | undefined>;
};

export function createEmailAccountsStore(reader: Reader): EmailAccountsStore {
  const read = async (id?: string): Promise<readonly EmailAccount[]> => {
    const rows = await reader
      .select()
      .from(emailAccounts)
      .where(id === undefined ? undefined : eq(emailAccounts.id, id))
      .orderBy(asc(emailAccounts.createdAt), asc(emailAccounts.id));
    return rows.map((row) => ({ ...row, folders: [...row.folders] }));
  };
  return { list: () => read(), find: async (id) => (await read(id))[0] };
}

const COLUMNS = `id, kind, name, host, port, tls_mode, user, auth, trusted_certificate, path, folders, is_enabled,
  last_read_at, problem, created_at, updated_at`;

/** Writes the account as a whole, new or known. */
export function putAccount(tx: Writer, account: EmailAccount): void {
  tx.run({
    sql: `INSERT OR REPLACE INTO email_accounts (${COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`,
    params: [
      account.id,
      account.kind,
      account.name,
      account.host,
      account.port,
      account.tlsMode,
      account.user,
      account.auth,
      account.trustedCertificate,
      account.path,
      JSON.stringify(account.folders),
      account.isEnabled ? 1 : 0,
      account.lastReadAt,
      account.problem === null ? null : JSON.stringify(account.problem),
      account.createdAt,
      account.updatedAt,
    ],
  });
  tx.touch('connector', [account.id]);
}

export function noteRead(tx: Writer, id: string, problem: EmailAccount['problem']): void {
  const text = problem === null ? null : JSON.stringify(problem);
  tx.run({
    sql: `UPDATE email_accounts SET problem = ?, last_read_at = CASE WHEN ? IS NULL THEN ? ELSE last_read_at END
          WHERE id = ?`,
    params: [text, text, tx.nowMs, id],
  });
  tx.touch('connector', [id]);
}

/** With everything that readers had noted about it. */
export function deleteAccount(tx: Writer, id: string): void {
  tx.run({ sql: 'DELETE FROM email_accounts WHERE id = ?', params: [id] });
  tx.run({ sql: 'DELETE FROM email_cursors WHERE account_id = ?', params: [id] });
  tx.run({ sql: 'DELETE FROM email_seen WHERE account_id = ?', params: [id] });
  tx.touch('connector', [id]);
}
