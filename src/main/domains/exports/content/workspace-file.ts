import type { Reader } from '#main/db/store.ts';
import { ROW_KINDS, ROW_SCHEMAS, WORKSPACE_HEAD, WORKSPACE_TAIL } from '#main/domains/imports/index.ts';
import type { RowKind } from '#main/domains/imports/index.ts';
import { readRows } from '../exports.store.ts';
import { attachmentPath } from './note-files.ts';

/** Every row of the workspace, the trash and the notes' versions included, one a line; see the format's description. */
export async function* workspaceLines(reader: Reader, counts: Map<RowKind, number>): AsyncGenerator<string> {
  let separator = '';
  yield `${WORKSPACE_HEAD}\n`;
  for (const kind of ROW_KINDS) {
    const keys = Object.keys(ROW_SCHEMAS[kind].shape);
    for await (const page of readRows(reader, kind)) {
      const lines = page.map((row) => JSON.stringify({ kind, row: pick(withFile(kind, row), keys) }));
      yield `${separator}${lines.join(',\n')}`;
      separator = ',\n';
      counts.set(kind, (counts.get(kind) ?? 0) + page.length);
    }
  }
  yield `\n${WORKSPACE_TAIL}\n`;
}

function withFile(kind: RowKind, row: object): object {
  return kind === 'attachment'
    ? { ...row, file: attachmentPath(row as { name: string; sha256: string }) }
    : row; // an attachment's row
}

/** Only what the contract names: derived columns are made anew on the way in. */
function pick(row: object, keys: readonly string[]): object {
  return Object.fromEntries(Object.entries(row).filter(([key]) => keys.includes(key)));
}
