import type { ItemKind } from '#shared/contracts/common.ts';
import type { RecentItem } from '#shared/contracts/home.ts';
import type { Reader } from '#main/db/store.ts';

export type HomeStore = {
  /** What was touched last, of all kinds. */
  listRecent(limit: number): Promise<readonly RecentItem[]>;
  countDoneSince(sinceMs: number): Promise<number>;
  sumEstimateUntil(today: string): Promise<number>;
  isEmpty(): Promise<boolean>;
};

/** Positional marks only: the drivers bind a numbered one by name. Each branch takes its few newest by an index; only those are sorted together. */
const RECENT_SQL = `
SELECT kind, id, title, project, updated_at FROM (
  SELECT * FROM (SELECT 'note' AS kind, n.id, n.title, p.name AS project, n.updated_at FROM notes n LEFT JOIN projects p ON p.id = n.project_id
    WHERE n.deleted_at IS NULL ORDER BY n.updated_at DESC, n.id DESC LIMIT ?)
  UNION ALL SELECT * FROM (SELECT 'task', t.id, t.title, p.name, t.updated_at FROM tasks t LEFT JOIN projects p ON p.id = t.project_id
    WHERE t.deleted_at IS NULL ORDER BY t.updated_at DESC LIMIT ?)
  UNION ALL SELECT * FROM (SELECT 'project', id, name, NULL, updated_at FROM projects WHERE deleted_at IS NULL ORDER BY updated_at DESC LIMIT ?)
  UNION ALL SELECT * FROM (SELECT 'client', id, name, NULL, updated_at FROM clients WHERE deleted_at IS NULL ORDER BY updated_at DESC LIMIT ?)
) ORDER BY updated_at DESC, id LIMIT ?`;

export function createHomeStore(reader: Reader): HomeStore {
  return {
    async listRecent(limit) {
      const rows = await reader.rows(RECENT_SQL, [limit, limit, limit, limit, limit]);
      return rows.map(([kind, id, title, project, updatedAt]) => ({
        kind: String(kind) as ItemKind, // the query names the kinds
        id: String(id),
        title: String(title),
        projectName: project === null ? null : String(project),
        updatedAt: Number(updatedAt),
      }));
    },
    async countDoneSince(sinceMs) {
      const [row] = await reader.rows(
        `SELECT count(*) FROM tasks WHERE completed_at >= ? AND +status = 'done' AND deleted_at IS NULL`,
        [sinceMs],
      );
      return Number(row?.[0] ?? 0);
    },
    async sumEstimateUntil(today) {
      const [row] = await reader.rows(
        `SELECT coalesce(sum(estimate_minutes), 0) FROM tasks
         WHERE deleted_at IS NULL AND is_open = 1 AND agenda_date <= ? AND (is_approved = 1 OR is_ai_suggested = 0)`,
        [today],
      );
      return Number(row?.[0] ?? 0);
    },
    async isEmpty() {
      const [row] = await reader.rows(
        `SELECT EXISTS (SELECT 1 FROM clients) OR EXISTS (SELECT 1 FROM projects) OR EXISTS (SELECT 1 FROM tasks) OR EXISTS (SELECT 1 FROM notes)`,
      );
      return Number(row?.[0] ?? 0) === 0;
    },
  };
}
