import type { Reader } from '#main/db/store.ts';
import type { ItemNames } from '#main/engine/actions/index.ts';

/** One question over the nouns that others belong to: the gate shows names of what it knows by id alone. */
const NAMES_SQL = `
  WITH asked AS (SELECT value AS id FROM json_each(?))
  SELECT id, name FROM projects WHERE id IN (SELECT id FROM asked)
  UNION ALL SELECT id, name FROM clients WHERE id IN (SELECT id FROM asked)
  UNION ALL SELECT id, title FROM tasks WHERE id IN (SELECT id FROM asked)
  UNION ALL SELECT id, title FROM checkpoints WHERE id IN (SELECT id FROM asked)
  UNION ALL SELECT id, title FROM notes WHERE id IN (SELECT id FROM asked)`;

export function itemNames(reader: Reader): ItemNames {
  return async (ids) => {
    const rows = await reader.rows(NAMES_SQL, [JSON.stringify(ids)]);
    return new Map(rows.map(([id, name]) => [String(id), String(name)]));
  };
}
