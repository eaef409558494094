import type { Reader } from '#main/db/store.ts';

/** True when nothing was ever put into the workspace, the trash included. */
export async function isWorkspaceEmpty(reader: Reader): Promise<boolean> {
  const [row] = await reader.rows(
    `SELECT EXISTS (SELECT 1 FROM clients) OR EXISTS (SELECT 1 FROM projects) OR EXISTS (SELECT 1 FROM tasks)
       OR EXISTS (SELECT 1 FROM checkpoints) OR EXISTS (SELECT 1 FROM notes)`,
  );
  return row?.[0] === 0;
}
