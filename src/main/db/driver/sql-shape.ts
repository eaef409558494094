/**
 * What a statement does, told from its text, for a library that does not say: `query` returns rows and
 * may stand in parentheses, `returning` changes rows and returns them, `write` returns a change count,
 * `report` is PRAGMA and EXPLAIN, `other` is BEGIN, CREATE and the like.
 */
export type SqlShape = 'query' | 'returning' | 'write' | 'report' | 'other';

/** Strings, quoted names and comments as one token each, so that nothing inside them is taken for SQL. */
const TOKEN =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\?\d*|[()]|[A-Za-z_][\w$]*/g;

const VERBS: Readonly<Record<string, SqlShape>> = {
  SELECT: 'query',
  VALUES: 'query',
  INSERT: 'write',
  REPLACE: 'write',
  UPDATE: 'write',
  DELETE: 'write',
  PRAGMA: 'report',
  EXPLAIN: 'report',
};

/** Tells the shape of one statement. */
export function shapeOf(sql: string): SqlShape {
  let depth = 0;
  let first: string | undefined;
  let verb: SqlShape | undefined;
  for (const [token] of sql.matchAll(TOKEN)) {
    if (token === '(') depth += 1;
    if (token === ')') depth -= 1;
    if (depth !== 0 || !/^[A-Za-z_]/.test(token)) continue;
    const word = token.toUpperCase();
    first ??= word;
    if (verb === 'write' && word === 'RETURNING') return 'returning';
    verb ??= VERBS[word];
    // Only WITH has other words before its verb: the names of its tables.
    if (verb === undefined && first !== 'WITH') return 'other';
  }
  return verb ?? 'other';
}

/** Rewrites the parameters at these positions (from 0) as `CAST(? AS INTEGER)`, so that text can carry them. */
export function castParameters(sql: string, positions: ReadonlySet<number>): string {
  let next = 0;
  return sql.replace(TOKEN, (token) => {
    if (!token.startsWith('?')) return token;
    const position = token === '?' ? next : Number(token.slice(1)) - 1;
    next = Math.max(next, position + 1);
    return positions.has(position) ? `CAST(${token} AS INTEGER)` : token;
  });
}

/** A query in parentheses: SQLite then gives same-named columns names of their own. */
export function wrapQuery(sql: string): string {
  return `SELECT * FROM (${withoutEnd(sql)}\n)`;
}

/** The same with columns named `c0`, `c1`, …: names like `1` would change places in a JavaScript object. */
export function wrapQueryNamed(sql: string, columns: number): string {
  const names = Array.from({ length: columns }, (_, index) => `c${index}`).join(', ');
  return `WITH adiuva_rows(${names}) AS (${withoutEnd(sql)}\n) SELECT * FROM adiuva_rows`;
}

function withoutEnd(sql: string): string {
  return sql.replace(/[\s;]+$/, '');
}
