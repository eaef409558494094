import type { DatasetRunProgress } from '#shared/contracts/datasets.ts';
import type { RunRecord } from './run-records.store.ts';
import type { WastedAnswers } from './wasted-answers.ts';
import type { RunRow } from './runs.store.ts';

const WINDOW_MS = 10_000;

type Totals = Pick<RunRow, 'id' | 'asked' | 'made' | 'failed' | 'duplicates' | 'costMicros'>;

/** What a run does right now: counted as it happens, so that asking for it costs nothing. */
export class LiveRun {
  readonly #run: Totals;
  readonly #nowMs: () => number;
  readonly #beganMs: number;
  readonly #inFlight = new Map<number, { attempt: number; sinceMs: number }>();
  /** Records that reached the disk, by when. */
  #recent: { readonly atMs: number; readonly count: number }[] = [];
  #made: number;
  #failed: number;
  #duplicates: number;
  #costMicros: number;
  /** Asked why it waits. */
  note: () => string | null = () => null;

  /** `nowMs` is monotonic. */
  constructor(run: Totals, nowMs: () => number) {
    this.#run = run;
    this.#nowMs = nowMs;
    this.#beganMs = nowMs();
    this.#made = run.made;
    this.#failed = run.failed;
    this.#duplicates = run.duplicates;
    this.#costMicros = run.costMicros;
  }

  get doneCount(): number {
    return this.#made + this.#failed;
  }

  begin(number: number, attempt: number): void {
    const known = this.#inFlight.get(number);
    if (known) known.attempt = attempt;
    else this.#inFlight.set(number, { attempt, sinceMs: this.#nowMs() });
  }

  end(number: number): void {
    this.#inFlight.delete(number);
  }

  written(records: readonly RunRecord[], wasted: WastedAnswers): void {
    const made = records.filter(({ state }) => state === 'made').length;
    this.#made += made;
    this.#failed += records.length - made;
    this.#duplicates += wasted.duplicates;
    this.#costMicros += records.reduce((sum, { costMicros }) => sum + costMicros, 0);
    this.#recent.push({ atMs: this.#nowMs(), count: records.length });
  }

  progress(): DatasetRunProgress {
    const now = this.#nowMs();
    this.#recent = this.#recent.filter(({ atMs }) => now - atMs <= WINDOW_MS);
    const spanMs = Math.max(Math.min(now - this.#beganMs, WINDOW_MS), 1);
    const recent = this.#recent.reduce((sum, { count }) => sum + count, 0);
    const ratePerSecond = (recent * 1000) / spanMs;
    const left = Math.max(this.#run.asked - this.doneCount, 0);
    return {
      runId: this.#run.id,
      inFlight: [...this.#inFlight].map(([number, { attempt, sinceMs }]) => ({
        number,
        attempt,
        sinceMs: Math.round(now - sinceMs),
      })),
      ratePerSecond,
      secondsLeft: ratePerSecond > 0 ? Math.ceil(left / ratePerSecond) : null,
      made: this.#made,
      failed: this.#failed,
      duplicates: this.#duplicates,
      costMicros: this.#costMicros,
      note: this.note(),
    };
  }
}
