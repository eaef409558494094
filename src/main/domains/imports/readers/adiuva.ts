import { createHash } from 'node:crypto';
import { AppError, isAppError } from '#shared/errors.ts';
import {
  EXPORT_VERSION,
  MANIFEST_NAME,
  manifestSchema,
  ROW_KINDS,
  ROW_SCHEMAS,
  WORKSPACE_NAME,
} from '../adiuva-format.ts';
import type { ExportManifest, RowKind, WorkspaceRow } from '../adiuva-format.ts';
import type { Refusal } from '../drafts.ts';
import { IMPORT_LIMITS } from '../sources/limits.ts';
import type { SourceFile, SourceTree } from '../sources/source-tree.ts';
import { decodeStream } from '../sources/text-decoding.ts';
import { createBreather } from './breather.ts';
import { readJson } from './foreign-json.ts';

export type WorkspaceEntry = (WorkspaceRow & { readonly source: string }) | Refusal;
export type OwnExport = {
  readonly manifest: ExportManifest;
  readonly rowCount: number;
  rows(signal: AbortSignal): AsyncGenerator<WorkspaceEntry>;
  /** Content of an attachment by the `file` of its row. */
  findFile(path: string): SourceFile | undefined;
};

const MAX_LINE_CHARS = 16 * 1024 * 1024;

/** Opens an export of ours and checks `workspace.json` against the manifest before a single row is read from it. */
export async function openOwnExport(tree: SourceTree): Promise<OwnExport> {
  const files = new Map(tree.files.map((file) => [file.path, file]));
  const manifest = await readManifest(files.get(MANIFEST_NAME));
  const workspace = files.get(WORKSPACE_NAME);
  const expected = manifest.files.find((file) => file.path === WORKSPACE_NAME);
  if (workspace === undefined || expected === undefined) throw incomplete();
  if ((await hashFile(workspace)) !== expected.sha256) {
    throw new AppError(
      'import_unreadable',
      'The export was changed or damaged after it was made (workspace.json). Nothing was imported; use an unchanged copy.',
    );
  }
  return {
    manifest,
    rowCount: Object.values(manifest.counts).reduce((sum, count) => sum + count, 0),
    rows: (signal) => readRows(workspace, signal),
    findFile: (path) => files.get(path),
  };
}

async function readManifest(file: SourceFile | undefined): Promise<ExportManifest> {
  if (file === undefined) throw incomplete();
  const parsed = manifestSchema.safeParse(await readJson(file));
  if (!parsed.success) throw incomplete();
  if (parsed.data.version > EXPORT_VERSION) {
    throw new AppError(
      'import_unreadable',
      'This export was made by a newer Adiuva. Nothing was imported; update Adiuva first.',
    );
  }
  return parsed.data;
}

async function hashFile(file: SourceFile): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of file.stream(IMPORT_LIMITS.workspaceBytes)) hash.update(piece);
  return hash.digest('hex');
}

async function* readRows(file: SourceFile, signal: AbortSignal): AsyncGenerator<WorkspaceEntry> {
  const breathe = createBreather(signal);
  let number = 0;
  for await (const line of linesOf(file)) {
    await breathe();
    number += 1;
    if (number === 1 || line === ']}' || line === '') continue;
    yield parseRow(line.endsWith(',') ? line.slice(0, -1) : line, `row ${number - 1}`);
  }
}

async function* linesOf(file: SourceFile): AsyncGenerator<string> {
  let rest = '';
  for await (const piece of decodeStream(file.stream(IMPORT_LIMITS.workspaceBytes))) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > MAX_LINE_CHARS) throw incomplete();
    yield* lines;
  }
  yield rest;
}

function parseRow(line: string, place: string): WorkspaceEntry {
  try {
    const value: unknown = JSON.parse(line, (key, field: unknown) =>
      key === '__proto__' ? undefined : field,
    );
    const kind = kindOf(value);
    if (kind === null)
      return {
        source: place,
        reason: 'The row is of a kind that this Adiuva does not know.',
        outcome: 'failed',
      };
    const { row } = value as { row: unknown }; // kindOf has looked
    const parsed = ROW_SCHEMAS[kind].safeParse(row);
    if (!parsed.success)
      return {
        source: place,
        reason: `The ${kind} is not complete: ${parsed.error.issues[0]?.message ?? ''}`,
        outcome: 'failed',
      };
    return { kind, row: parsed.data, source: `${kind} ${parsed.data.id}` };
  } catch (error) {
    if (isAppError(error)) throw error;
    return { source: place, reason: 'The row is not valid JSON.', outcome: 'failed' };
  }
}

function kindOf(value: unknown): RowKind | null {
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('row' in value)) return null;
  return ROW_KINDS.find((kind) => kind === value.kind) ?? null;
}

function incomplete(): AppError {
  return new AppError(
    'import_unreadable',
    'This is not a complete Adiuva export. Nothing was imported; export again or choose the folder that holds manifest.json.',
  );
}
