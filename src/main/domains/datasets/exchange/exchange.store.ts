import type { DatasetExportFilter } from '#shared/contracts/dataset-exchange.ts';
import type { Reader } from '#main/db/store.ts';
import { countSide, pageOfSide, type Side } from '../versions/versions.store.ts';

type TextRow = { readonly number: number; readonly text: string };

/** Records that an export holds, in order, some at a time. */
export async function* exportedPages(
  reader: Reader,
  side: Side,
  filter: DatasetExportFilter,
): AsyncGenerator<readonly TextRow[]> {
  for (let after = -1; ;) {
    const rows = isWhole(filter)
      ? await pageOfSide(reader, side, after, PAGE)
      : await filteredPage(reader, side, { after, filter });
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = last.number;
  }
}

const PAGE = 500;

export async function countExported(
  reader: Reader,
  side: Side,
  filter: DatasetExportFilter,
): Promise<number> {
  if (isWhole(filter)) return countSide(reader, side);
  const [where, params] = conditions(side, filter);
  const [row] = await reader.rows(`SELECT count(*) FROM dataset_records WHERE ${where}`, params);
  return Number(row?.[0] ?? 0);
}

function isWhole({ isAccepted, isWithoutIssues, score }: DatasetExportFilter): boolean {
  return !isAccepted && !isWithoutIssues && score === undefined;
}

async function filteredPage(
  reader: Reader,
  side: Side,
  { after, filter }: { readonly after: number; readonly filter: DatasetExportFilter },
): Promise<readonly TextRow[]> {
  const [where, params] = conditions(side, filter);
  const rows = await reader.rows(
    `SELECT number, value FROM dataset_records WHERE ${where} AND number > ? ORDER BY number LIMIT ?`,
    [...params, after, PAGE],
  );
  return rows.map(([number, text]) => ({ number: Number(number), text: String(text) }));
}

function conditions(
  { datasetId }: Side,
  { isAccepted, isWithoutIssues, score }: DatasetExportFilter,
): readonly [where: string, params: (string | number)[]] {
  const where = ["dataset_id = ? AND state = 'made'"];
  const params: (string | number)[] = [datasetId];
  where.push(isAccepted ? "review = 'accepted'" : "review <> 'rejected'");
  if (isWithoutIssues) where.push('issues IS NULL');
  if (score !== undefined) {
    where.push('json_extract(scores, ?) >= ?');
    params.push(`$.${JSON.stringify(score.judge)}`, score.min);
  }
  return [where.join(' AND '), params];
}

/** Where records that were brought in came from. */
export async function readSources(reader: Reader, datasetId: string): Promise<readonly string[]> {
  const rows = await reader.rows(
    `SELECT DISTINCT r.generator FROM dataset_runs r
      WHERE r.dataset_id = ? AND r.kind IN ('import', 'collect') AND EXISTS
        (SELECT 1 FROM dataset_records x WHERE x.run_id = r.id AND x.state = 'made' AND x.review <> 'rejected')
      ORDER BY r.created_at, r.id`,
    [datasetId],
  );
  return rows.map(([source]) => String(source));
}
