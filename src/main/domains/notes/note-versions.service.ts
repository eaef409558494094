import type { Written } from '#shared/contracts/common.ts';
import type { DiffPart, Note, NoteVersion } from '#shared/contracts/notes.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { noteOf, withDerived } from './note-row.ts';
import type { NotesStore } from './notes.store.ts';

/** An editing session: within it the state from before it is kept, not every keystroke. */
const SESSION_MS = 10 * 60_000;

type Before = {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly updatedAt: number;
};

/** Keeps the text as it was before this save, when an editing session begins with it. */
export async function keepVersion(
  tx: Writer,
  reads: NotesStore,
  ids: IdSource,
  before: Before,
): Promise<void> {
  if (before.body === '') return;
  const latest = await reads.latestVersionAt(before.id);
  if (latest !== null && tx.nowMs - latest < SESSION_MS) return;
  insertVersion(tx, ids, before);
}

function insertVersion(tx: Writer, ids: IdSource, before: Before): void {
  tx.run({
    sql: 'INSERT INTO note_versions (id, note_id, title, body, principal, created_at) VALUES (?, ?, ?, ?, ?, ?)',
    params: [ids.next(), before.id, before.title, before.body, tx.principal, tx.nowMs],
  });
}

/** Earlier states of a note: listed, compared with the present text, brought back. */
export class NoteVersionsService {
  readonly #deps: { store: Store; readsOf: (reader: Reader) => NotesStore; ids: IdSource };

  constructor(deps: { store: Store; readsOf: (reader: Reader) => NotesStore; ids: IdSource }) {
    this.#deps = deps;
  }

  list(noteId: string): Promise<readonly NoteVersion[]> {
    return this.#deps.readsOf(this.#deps.store.reader).listVersions(noteId);
  }

  async get(id: string): Promise<{ title: string; body: string; diff: readonly DiffPart[] }> {
    const reads = this.#deps.readsOf(this.#deps.store.reader);
    const version = requireVersion(await reads.findVersion(id));
    const note = await reads.find(version.noteId);
    const { diffWordsWithSpace, diffLines } = await import('diff');
    const now = note?.body ?? '';
    // Word by word costs the product of both lengths; long texts are compared by lines.
    const isLong = now.length + version.body.length > 60_000;
    const parts = isLong ? diffLines(version.body, now) : diffWordsWithSpace(version.body, now);
    const diff = parts.map((part): DiffPart => ({
      kind: part.added ? 'added' : part.removed ? 'removed' : 'same',
      text: part.value,
    }));
    return { title: version.title, body: version.body, diff };
  }

  /** Brings an earlier text back; the present one becomes a version itself. */
  async restore(id: string): Promise<Written<Note>> {
    const version = requireVersion(await this.#deps.readsOf(this.#deps.store.reader).findVersion(id));
    const { value, changeSetId } = await this.#deps.store.write(
      { command: 'notes.restoreVersion', params: { title: version.title } },
      async (tx) => {
        const [before] = await tx.getByIds('note', [version.noteId]);
        if (!before) throw new AppError('not_found', 'This note does not exist any more.');
        insertVersion(tx, this.#deps.ids, before);
        const patch = withDerived({ title: version.title, body: version.body });
        const [after] = await tx.update('note', [{ id: version.noteId, patch }]);
        return after;
      },
    );
    if (!value) throw new AppError('not_found', 'This note does not exist any more.');
    return { item: noteOf(value), changeSetId };
  }
}

function requireVersion<T>(version: T | undefined): T {
  if (!version) throw new AppError('not_found', 'This version of the note is not kept any more.');
  return version;
}
