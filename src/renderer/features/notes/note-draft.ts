import type { Note } from '#shared/contracts/notes.ts';

/** What the editor of a note changes, with the moment it was saved. */
export type SavedText = Pick<Note, 'title' | 'body' | 'updatedAt'>;
export type NoteText = Pick<Note, 'title' | 'body'>;

export type DraftState = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

export type DraftHost = {
  /** Fails with the code `conflict` when the note has changed since `baseUpdatedAt`. */
  save(id: string, patch: Partial<NoteText> & { baseUpdatedAt?: number }): Promise<SavedText>;
  load(id: string): Promise<SavedText>;
  isConflict(error: unknown): boolean;
};

const SAVE_AFTER_MS = 800;
/** Who never pauses is saved all the same. */
const SAVE_WITHIN_MS = 5000;
const RETRY_FIRST_MS = 2000;
const RETRY_MAX_MS = 30_000;

function sameText(left: NoteText, right: NoteText): boolean {
  return left.title.trim() === right.title.trim() && left.body === right.body;
}

/**
 * The text of one note while it is written. It lives apart from the screen: a note that was left before its text was
 * saved, or while the host was away, is saved later, and nothing typed is dropped until the host has it.
 */
export class NoteDraft {
  readonly id: string;
  readonly #host: DraftHost;
  readonly #listeners = new Set<() => void>();
  #base: SavedText;
  #text: NoteText;
  #state: DraftState = 'saved';
  #theirs: SavedText | null = null;
  #error: unknown = null;
  #revision = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #attempt = 0;
  #waitingSinceMs: number | null = null;

  constructor(id: string, saved: SavedText, host: DraftHost) {
    this.id = id;
    this.#host = host;
    this.#base = saved;
    this.#text = { title: saved.title, body: saved.body };
  }

  get text(): NoteText {
    return this.#text;
  }
  get state(): DraftState {
    return this.#state;
  }
  /** The other text while two of them stand against each other. */
  get theirs(): SavedText | null {
    return this.#theirs;
  }
  get error(): unknown {
    return this.#error;
  }
  /** Moves when the text came from elsewhere and the editor has to show it anew. */
  get revision(): number {
    return this.#revision;
  }
  get isUnsaved(): boolean {
    return this.#state !== 'saved';
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  edit(change: Partial<NoteText>): void {
    const next = { ...this.#text, ...change };
    if (next.title === this.#text.title && next.body === this.#text.body) return;
    this.#text = next;
    if (this.#state === 'conflict') return this.#tell();
    if (sameText(next, this.#base) && this.#running === undefined) {
      clearTimeout(this.#timer);
      this.#state = 'saved';
    } else {
      if (this.#state !== 'saving') this.#state = 'waiting';
      this.#waitingSinceMs ??= performance.now();
      const left = this.#waitingSinceMs + SAVE_WITHIN_MS - performance.now();
      this.#schedule(Math.max(0, Math.min(SAVE_AFTER_MS, left)));
    }
    this.#tell();
  }

  /** What the host has now. Text that nobody is writing here follows it; text that is being written stays. */
  receive(saved: SavedText): void {
    if (this.#running !== undefined || saved.updatedAt < this.#base.updatedAt) return;
    if (sameText(saved, this.#base)) this.#base = saved;
    else if (this.#state === 'saved') this.#adopt(saved);
    else if (sameText(saved, this.#text)) {
      this.#base = saved;
      this.#settle();
    }
    // Otherwise the next save will find the conflict, with both texts at hand.
  }

  /** Saves now what waits to be saved. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#running !== undefined) await this.#running;
    if (this.#state !== 'waiting' && this.#state !== 'failed') return;
    this.#running = this.#send().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
    if (this.#state === 'waiting') this.#schedule(SAVE_AFTER_MS);
  }

  /** This text replaces the other; the other one stays in the note's history. */
  async keepMine(): Promise<void> {
    if (this.#theirs === null) return;
    this.#base = this.#theirs;
    this.#theirs = null;
    this.#state = 'waiting';
    await this.save();
  }

  takeTheirs(): void {
    if (this.#theirs !== null) this.#adopt(this.#theirs);
  }

  async #send(): Promise<void> {
    const sent = this.#text;
    this.#waitingSinceMs = null;
    this.#set('saving');
    try {
      this.#base = await this.#host.save(this.id, this.#patch(sent));
      this.#attempt = 0;
      if (this.#text === sent || sameText(this.#text, this.#base)) this.#settle();
      else this.#set('waiting');
    } catch (error) {
      if (this.#host.isConflict(error)) await this.#compare();
      else this.#fail(error);
    }
  }

  #patch(text: NoteText) {
    const { title, body, updatedAt } = this.#base;
    return {
      ...(text.title.trim() === title.trim() ? {} : { title: text.title }),
      ...(text.body === body ? {} : { body: text.body }),
      baseUpdatedAt: updatedAt,
    };
  }

  /** Only the text counts: a note that was pinned or tagged meanwhile is no conflict. */
  async #compare(): Promise<void> {
    try {
      const saved = await this.#host.load(this.id);
      if (sameText(saved, this.#base)) {
        this.#base = saved;
        this.#set('waiting');
      } else if (sameText(saved, this.#text)) {
        this.#base = saved;
        this.#settle();
      } else {
        this.#theirs = saved;
        this.#set('conflict');
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#error = error;
    this.#set('failed');
    this.#schedule(Math.min(RETRY_FIRST_MS * 2 ** this.#attempt, RETRY_MAX_MS));
    this.#attempt += 1;
  }

  #adopt(saved: SavedText): void {
    this.#base = saved;
    this.#text = { title: saved.title, body: saved.body };
    this.#revision += 1;
    this.#settle();
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#theirs = null;
    this.#error = null;
    this.#set('saved');
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), delayMs);
  }

  #set(state: DraftState): void {
    this.#state = state;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
