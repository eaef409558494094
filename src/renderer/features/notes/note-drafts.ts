import { NoteDraft, type DraftHost, type SavedText } from './note-draft.ts';

/** The drafts of one window. A draft leaves only when its text is saved and no screen shows it. */
export class NoteDrafts {
  readonly #drafts = new Map<string, NoteDraft>();
  readonly #shown = new Map<string, number>();
  readonly #host: DraftHost;

  constructor(host: DraftHost) {
    this.#host = host;
  }

  open(id: string, saved: SavedText): NoteDraft {
    const known = this.#drafts.get(id);
    if (known) return known;
    const draft = new NoteDraft(id, saved, this.#host);
    draft.subscribe(() => this.#release(draft));
    this.#drafts.set(id, draft);
    return draft;
  }

  /** The screen shows the note until the returned function is called. */
  show(draft: NoteDraft): () => void {
    const { id } = draft;
    this.#drafts.set(id, draft);
    this.#shown.set(id, (this.#shown.get(id) ?? 0) + 1);
    return () => {
      this.#shown.set(id, (this.#shown.get(id) ?? 1) - 1);
      void draft.save();
      this.#release(draft);
    };
  }

  saveAll(): void {
    for (const draft of this.#drafts.values()) void draft.save();
  }

  get hasUnsaved(): boolean {
    return [...this.#drafts.values()].some((draft) => draft.isUnsaved);
  }

  #release(draft: NoteDraft): void {
    if (draft.isUnsaved || (this.#shown.get(draft.id) ?? 0) > 0) return;
    this.#drafts.delete(draft.id);
    this.#shown.delete(draft.id);
  }
}
