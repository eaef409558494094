import type { Page, Written, WrittenMany } from '#shared/contracts/common.ts';
import type {
  Note,
  NoteCreate,
  NoteDetail,
  NoteListInput,
  NoteListItem,
  NotePatch,
} from '#shared/contracts/notes.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { requireFound } from '#main/domains/clients/index.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { newNoteRow, noteOf, withDerived } from './note-row.ts';
import { findLinkTitles, linkKey, renameLinks } from './note-text.ts';
import { keepVersion } from './note-versions.service.ts';
import type { NotesStore } from './notes.store.ts';

export type NotesDeps = {
  readonly store: Store;
  readonly readsOf: (reader: Reader) => NotesStore;
  readonly ids: IdSource;
};

/** Saves of one note within this time are one step of undo and of the history. */
const ONE_EDIT_MS = 5 * 60_000;

type ManyPatch = Partial<Pick<EntityInsert<'note'>, 'projectId' | 'clientId' | 'isPinned'>>;

export class NotesService {
  readonly #deps: NotesDeps;
  readonly #reads: NotesStore;

  constructor(deps: NotesDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  list(input: NoteListInput): Promise<Page<NoteListItem>> {
    return this.#reads.list(input);
  }

  titles(text: string, limit: number): Promise<readonly { readonly id: string; readonly title: string }[]> {
    return this.#reads.listTitles(text, limit);
  }

  async findByTitle(title: string): Promise<{ readonly id: string } | null> {
    const id = await this.#reads.findIdByTitle(linkKey(title));
    return id ? { id } : null;
  }

  async get(id: string): Promise<NoteDetail> {
    const note = await this.#reads.find(id);
    if (!note) throw new AppError('not_found', 'This note does not exist any more.');
    const titles = findLinkTitles(note.body);
    const [attachments, backlinks, known] = await Promise.all([
      this.#reads.listAttachments(id),
      note.title === '' ? [] : this.#reads.listBacklinks(linkKey(note.title), id),
      this.#reads.resolveTitles(titles.map(linkKey)),
    ]);
    const outgoing = titles.map((title) => ({ title, noteId: known.get(linkKey(title)) ?? null }));
    return { ...note, attachments, backlinks, outgoing };
  }

  async create(input: NoteCreate): Promise<Written<Note>> {
    const command = { command: 'notes.create', params: { title: input.title ?? '' } };
    const { value, changeSetId } = await this.#deps.store.write(command, (tx) => {
      const row = newNoteRow(this.#deps.ids.next(), input, tx.nowMs);
      tx.insert('note', [row]);
      return noteOf(row);
    });
    return { item: value, changeSetId };
  }

  /**
   * Saves what an editor holds. With `baseUpdatedAt` a change made elsewhere since then is a `conflict`, and the
   * text that came is not lost: the caller still has it. A new title is carried into the links of other notes.
   */
  async update(id: string, patch: NotePatch): Promise<Written<Note>> {
    const { baseUpdatedAt, ...fields } = patch;
    const isText = fields.body !== undefined || fields.title !== undefined;
    const { value, changeSetId } = await this.#deps.store.write(
      { command: 'notes.update', ...(isText ? { coalesceWithinMs: ONE_EDIT_MS } : {}) },
      async (tx) => {
        const [before] = await tx.getByIds('note', [id]);
        if (!before)
          throw new AppError('not_found', 'This note does not exist any more. Copy your text to keep it.');
        if (baseUpdatedAt !== undefined && before.updatedAt !== baseUpdatedAt)
          throw changedElsewhere(before.updatedAt);
        if (fields.body !== undefined && fields.body !== before.body) await this.#keepVersion(tx, before);
        const [after] = await tx.update('note', [{ id, patch: withDerived(fields) }]);
        if (after && before.title !== after.title) await this.#renameLinks(tx, before, after.title);
        return after;
      },
    );
    if (!value) throw new AppError('not_found', 'This note does not exist any more.');
    return { item: noteOf(value), changeSetId };
  }

  updateMany(ids: readonly string[], patch: ManyPatch): Promise<WrittenMany<Note>> {
    return this.#write('notes.update', ids, (tx) =>
      tx.update(
        'note',
        ids.map((id) => ({ id, patch })),
      ),
    );
  }

  addTags(
    ids: readonly string[],
    add: readonly string[],
    remove: readonly string[],
  ): Promise<WrittenMany<Note>> {
    return this.#write('notes.tag', ids, async (tx) => {
      const rows = await tx.getByIds('note', ids);
      return tx.update(
        'note',
        rows.map((row) => ({
          id: row.id,
          patch: { tags: [...new Set([...row.tags, ...add])].filter((tag) => !remove.includes(tag)) },
        })),
      );
    });
  }

  remove(ids: readonly string[]): Promise<WrittenMany<Note>> {
    return this.#write('notes.remove', ids, (tx) =>
      tx.update(
        'note',
        ids.map((id) => ({ id, patch: { deletedAt: tx.nowMs } })),
      ),
    );
  }

  #keepVersion(
    tx: Writer,
    before: { id: string; title: string; body: string; updatedAt: number },
  ): Promise<void> {
    return keepVersion(tx, this.#deps.readsOf(tx), this.#deps.ids, before);
  }

  async #renameLinks(tx: Writer, before: { id: string; title: string }, title: string): Promise<void> {
    if (before.title === '' || title === '' || linkKey(before.title) === linkKey(title)) return;
    const reads = this.#deps.readsOf(tx);
    // Another note of the old title still answers those links.
    if ((await reads.findIdByTitle(linkKey(before.title))) !== undefined) return;
    const links = await reads.listBacklinks(linkKey(before.title), before.id);
    const rows = await tx.getByIds(
      'note',
      links.map((link) => link.noteId),
    );
    await tx.update(
      'note',
      rows.map((row) => ({
        id: row.id,
        patch: withDerived({ body: renameLinks(row.body, before.title, title) }),
      })),
    );
  }

  async #write(
    command: string,
    ids: readonly string[],
    work: (tx: Writer) => Promise<readonly EntityInsert<'note'>[]>,
  ): Promise<WrittenMany<Note>> {
    const [only] = ids;
    const found = ids.length === 1 && only ? await this.#reads.find(only) : undefined;
    const params: Record<string, string | number> = found
      ? { count: 1, title: found.title }
      : { count: ids.length };
    const { value, changeSetId } = await this.#deps.store.write({ command, params }, work);
    requireFound(value, ids, 'note');
    return { items: value.map(noteOf), changeSetId };
  }
}

function changedElsewhere(updatedAt: number): AppError {
  return new AppError(
    'conflict',
    'This note was changed elsewhere while you were writing. Neither text is lost; choose which to keep.',
    { details: { updatedAt } },
  );
}
