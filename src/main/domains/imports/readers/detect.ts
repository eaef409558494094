import type { ImportKind } from '#shared/contracts/imports.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import { EXPORT_FORMAT, MANIFEST_NAME } from '../adiuva-format.ts';
import { extensionOf } from '../sources/source-tree.ts';
import type { SourceFile, SourceTree } from '../sources/source-tree.ts';
import { decodeText } from '../sources/text-decoding.ts';
import { previewCsv } from './csv.ts';
import { CSV_KINDS, headerFit } from './csv-fields.ts';
import { readJson } from './foreign-json.ts';
import { isTodoistHeader } from './todoist-csv.ts';

/** What kind of export this is, by what is in it; names of files only say where to look. */
export async function detectKind(tree: SourceTree): Promise<ImportKind> {
  const manifest = tree.files.find((file) => file.path === MANIFEST_NAME);
  if (manifest !== undefined && (await isOwnManifest(manifest))) return 'adiuva';
  const byExtension = (...extensions: readonly string[]) =>
    tree.files.filter((file) => extensions.includes(extensionOf(file.path)));
  if (byExtension('md', 'markdown', 'mdown').length > 0) return 'markdown';
  const json = byExtension('json')[0];
  const jsonKind = json === undefined ? null : await kindOfJson(json);
  if (jsonKind !== null) return jsonKind;
  if (byExtension('ics', 'ical', 'ifb', 'vcs').length > 0) return 'ics';
  const table = byExtension('csv', 'tsv', 'txt')[0];
  const tableKind = table === undefined ? null : await kindOfTable(table);
  if (tableKind !== null) return tableKind;
  throw new AppError(
    'import_unknown_kind',
    tree.files.length === 0
      ? 'There is nothing here that could be imported.'
      : 'It could not be told what kind of export this is. Nothing was imported; say which kind it is.',
  );
}

async function isOwnManifest(file: SourceFile): Promise<boolean> {
  const value = await jsonOrNull(file);
  return typeof value === 'object' && value !== null && 'format' in value && value.format === EXPORT_FORMAT;
}

async function kindOfJson(file: SourceFile): Promise<ImportKind | null> {
  const value = await jsonOrNull(file);
  if (typeof value !== 'object' || value === null) return null;
  if ('cards' in value && 'lists' in value) return 'trello';
  return 'items' in value || 'tasks' in value ? 'todoist' : null;
}

async function jsonOrNull(file: SourceFile): Promise<unknown> {
  try {
    return await readJson(file);
  } catch (error) {
    // A file that is no JSON is just of another kind; that it is too large is worth telling.
    if (isAppError(error) && error.code === 'import_unreadable') return null;
    throw error;
  }
}

async function kindOfTable(file: SourceFile): Promise<ImportKind | null> {
  if (await isCalendar(file)) return 'ics';
  const { header } = await previewCsv(file);
  if (isTodoistHeader(header)) return 'todoist';
  const fits = CSV_KINDS.map((kind) => ({ kind, fit: headerFit(kind, header) ?? 0 })).filter(
    ({ fit }) => fit > 0,
  );
  // More headings known is the better guess; tasks, standing first, win a tie.
  return fits.toSorted((a, b) => b.fit - a.fit)[0]?.kind ?? null;
}

async function isCalendar(file: SourceFile): Promise<boolean> {
  for await (const piece of file.stream(Number.MAX_SAFE_INTEGER)) {
    return decodeText(piece.subarray(0, 200)).trimStart().toUpperCase().startsWith('BEGIN:VCALENDAR');
  }
  return false;
}
