import type { BackupRunKind, BackupStatus } from '#shared/contracts/backup.ts';

type Running = NonNullable<BackupStatus['running']>;

/** What is being worked on now, as the status tells it: how far, how fast, how long still. */
export class BackupProgressBoard {
  readonly #nowMs: () => number;
  readonly #listeners = new Set<() => void>();
  #running: Running | null = null;
  #isMetered: boolean | null = null;
  #startedMs = 0;
  #toldMs = 0;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  get running(): Running | null {
    return this.#running;
  }

  /** Null until somebody told. */
  get isMetered(): boolean | null {
    return this.#isMetered;
  }

  noteConnection(isMetered: boolean | null): void {
    this.#isMetered = isMetered;
    this.tell();
  }

  begin(kind: BackupRunKind, jobId: string): void {
    this.#startedMs = this.#nowMs();
    this.#running = { kind, jobId, doneBytes: 0, totalBytes: null, bytesPerSecond: null, secondsLeft: null };
    this.tell();
  }

  note(doneBytes: number, totalBytes: number | null): void {
    if (!this.#running) return;
    const elapsedS = (this.#nowMs() - this.#startedMs) / 1000;
    const bytesPerSecond = elapsedS >= 1 ? Math.round(doneBytes / elapsedS) : null;
    const left = totalBytes === null ? null : Math.max(0, totalBytes - doneBytes);
    const secondsLeft = left === null || !bytesPerSecond ? null : Math.ceil(left / bytesPerSecond);
    this.#running = { ...this.#running, doneBytes, totalBytes, bytesPerSecond, secondsLeft };
    // A few times a second are enough for an eye.
    if (this.#nowMs() - this.#toldMs >= TELL_EVERY_MS) this.tell();
  }

  end(): void {
    this.#running = null;
    this.tell();
  }

  tell(): void {
    this.#toldMs = this.#nowMs();
    for (const listener of this.#listeners) listener();
  }

  /** Called after each change worth showing. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

const TELL_EVERY_MS = 250;
