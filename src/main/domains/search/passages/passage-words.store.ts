import type { Reader } from '#main/db/store.ts';
import { passageWhere, type PassageFilter } from './passage-reads.store.ts';

export type PassageWords = {
  /**
   * Row ids of passages with any of the terms, the best first. Rows that may not be seen now are among them, and rows
   * of other kinds: whoever reads them leaves those out.
   */
  find(terms: readonly string[], filter: PassageFilter, limit: number): Promise<readonly number[]>;
};

/** Title before the names it belongs to before the text. */
const BM25 = 'bm25(passages_fts, 4.0, 2.0, 1.0)';
/** Each row is weighed by itself (0.5 µs and more): so many are, and the rarest words say which. */
const MOST_WEIGHED = 8_000;

/** The rows of a full-text table are weighed before anything is joined: that made it twenty times faster at 100,000. */
export function createPassageWords(reader: Reader): PassageWords {
  return {
    async find(terms, filter, limit) {
      if (terms.length === 0) return [];
      const scope = { ...filter, kinds: null };
      const isScoped = scope.clientId !== null || scope.projectId !== null;
      const { where, params } = passageWhere(scope);
      // The plus keeps the planner from asking the full-text table once for each row of the scope.
      const within = `AND +passages_fts.rowid IN (SELECT p.row_id FROM passages p WHERE ${where})`;
      const rows = await reader.rows(
        `SELECT rowid FROM passages_fts WHERE passages_fts MATCH ? ${isScoped ? within : ''}
          ORDER BY ${BM25}, rowid LIMIT ?`,
        [isScoped ? anyOf(terms) : await tellingMatch(reader, terms), ...(isScoped ? params : []), limit],
      );
      return rows.map(([rowId]) => Number(rowId));
    },
  };
}

/** A passage must hold one of the rarer words; the others are weighed with them. */
async function tellingMatch(reader: Reader, terms: readonly string[]): Promise<string> {
  const rows = await reader.rows(
    `SELECT value, (SELECT count(*) FROM passages_fts WHERE passages_fts MATCH value) AS count
      FROM json_each(?) ORDER BY count`,
    [JSON.stringify(terms)],
  );
  let weighed = 0;
  const known = rows.filter(([, count]) => Number(count) > 0);
  const rare = known.filter(([, count]) => {
    const isFirst = weighed === 0;
    if (!isFirst && weighed + Number(count) > MOST_WEIGHED) return false;
    weighed += Number(count);
    return true;
  });
  const all = anyOf(terms);
  return rare.length === known.length ? all : `(${anyOf(rare.map(([term]) => String(term)))}) AND (${all})`;
}

function anyOf(terms: readonly string[]): string {
  return terms.join(' OR ');
}
