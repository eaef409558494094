import type { ColumnMapping, ImportKind } from '#shared/contracts/imports.ts';
import { isAppError } from '#shared/errors.ts';
import type { ImportEntry, ReaderContext } from '../drafts.ts';
import { extensionOf } from '../sources/source-tree.ts';
import type { SourceFile, SourceTree } from '../sources/source-tree.ts';
import { isCsvKind } from './csv-fields.ts';
import { readCsv } from './csv.ts';
import { readIcs } from './ics.ts';
import { readMarkdown } from './markdown.ts';
import { readTodoistCsv } from './todoist-csv.ts';
import { readTodoistJson } from './todoist-json.ts';
import { readTrello } from './trello.ts';

/** The foreign kinds, whose items are made anew here; our own export is read row by row instead. */
export type ForeignKind = Exclude<ImportKind, 'adiuva'>;

/** Everything a source holds, as drafts and refusals, referenced items before those that refer to them. */
export function readEntries(
  tree: SourceTree,
  kind: ForeignKind,
  mapping: ColumnMapping | null,
  context: ReaderContext,
): AsyncIterable<ImportEntry> {
  if (isCsvKind(kind)) return readCsv(tree, kind, mapping, context);
  if (kind === 'markdown') return readMarkdown(tree, context);
  if (kind === 'ics') return readIcs(tree, context);
  if (kind === 'trello') return readEach(tree, ['json'], (file) => readTrello(file, context));
  return readEach(tree, ['json', 'csv'], (file) =>
    extensionOf(file.path) === 'json' ? readTodoistJson(file, context) : readTodoistCsv(file, context),
  );
}

/** One broken file costs only itself, unless it is all there is. */
async function* readEach(
  tree: SourceTree,
  extensions: readonly string[],
  read: (file: SourceFile) => AsyncIterable<ImportEntry>,
): AsyncGenerator<ImportEntry> {
  yield* tree.refusals;
  for (const file of tree.files) {
    if (!extensions.includes(extensionOf(file.path))) {
      yield {
        source: file.path,
        reason: `Only ${extensions.join(' and ')} files are read here.`,
        outcome: 'skipped',
      };
      continue;
    }
    try {
      yield* read(file);
    } catch (error) {
      if (!isAppError(error) || tree.files.length === 1) throw error;
      yield { source: file.path, reason: error.message, outcome: 'failed' };
    }
  }
}
