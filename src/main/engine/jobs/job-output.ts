import type { JobItem, JobLogLevel, JobLogLine } from '#shared/contracts/jobs.ts';
import type { Writer } from '#main/db/store.ts';
import type { Statement } from './job-blobs.store.ts';
import { countLogs, insertItems, insertLogs } from './job-logs.store.ts';
import { holdsLease, nameChangeSet, writeProgress } from './job-queue.store.ts';
import type { JobTurn } from './job-turn.ts';
import { countItems } from './jobs.store.ts';
import { TurnStopped } from './turn-end.ts';

const FLUSH_EVERY_MS = 200;
const MAX_LINES = 1_000;
const MAX_LINE_LENGTH = 2_000;

type Progress = { readonly doneCount: number; readonly totalCount: number | null; readonly message: string };
type Line = Omit<JobLogLine, 'index'>;

/** What a turn says of its work: progress and lines a few times a second, report rows at once. */
export class JobOutput {
  readonly #turn: JobTurn;
  #progress: Progress | null = null;
  #lines: Line[] = [];
  #lineCount: number | null = null;
  #timer: NodeJS.Timeout | null = null;
  #nextIndex: number | null = null;

  constructor(turn: JobTurn) {
    this.#turn = turn;
  }

  progress(progress: Progress): void {
    this.#progress = progress;
    this.#flushSoon();
  }

  log(level: JobLogLevel, message: string, fields: Line['fields']): void {
    if (this.#lines.length >= MAX_LINES) return;
    const text = message.slice(0, MAX_LINE_LENGTH);
    this.#lines.push({ level, message: text, fields, createdAt: this.#turn.deps.nowMs() });
    this.#flushSoon();
  }

  async report(items: readonly Omit<JobItem, 'index'>[]): Promise<void> {
    if (items.length === 0) return;
    const { row, deps } = this.#turn;
    this.#nextIndex ??= await countItems(deps.store.reader, row.id);
    const first = this.#nextIndex;
    this.#nextIndex += items.length;
    await this.#turn.write([insertItems(row.id, first, items)], { isShown: true });
  }

  async reportIn(
    tx: Writer,
    items: readonly Omit<JobItem, 'index'>[],
    changeSetId: number | undefined,
  ): Promise<void> {
    const { id, fence } = this.#turn.row;
    if (!(await holdsLease(tx, id, fence))) throw new TurnStopped('lost');
    this.#nextIndex ??= await countItems(tx, id);
    if (items.length > 0) tx.run(insertItems(id, this.#nextIndex, items));
    this.#nextIndex += items.length;
    if (changeSetId !== undefined) tx.run(nameChangeSet(id, changeSetId));
  }

  setChangeSet(changeSetId: number): Promise<void> {
    return this.#turn.write([nameChangeSet(this.#turn.row.id, changeSetId)], { isShown: true });
  }

  /** Writes the progress and the lines that are due. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    const progress = this.#progress;
    this.#progress = null;
    const statements: Statement[] = progress ? [writeProgress(this.#turn.row.id, progress)] : [];
    statements.push(...(await this.#dueLines()));
    if (statements.length > 0) await this.#turn.write(statements, { isShown: true });
  }

  async #dueLines(): Promise<readonly Statement[]> {
    const lines = this.#lines;
    if (lines.length === 0) return [];
    this.#lines = [];
    const { row, deps } = this.#turn;
    this.#lineCount ??= await countLogs(deps.store.reader, row.id);
    const first = this.#lineCount;
    const kept = lines
      .slice(0, Math.max(0, MAX_LINES - first))
      .map((line, at) => ({ ...line, index: first + at }));
    this.#lineCount += kept.length;
    return kept.length > 0 ? [insertLogs(row.id, kept)] : [];
  }

  #flushSoon(): void {
    // A lost turn shows in the next awaited write; progress alone must not bring the process down.
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), FLUSH_EVERY_MS);
  }
}
