import type {
  ActivityEntry,
  ActivityFilter,
  ActivityListInput,
  ActivityRecord,
  ActivitySummaryRow,
  ActivityVerification,
} from '#shared/contracts/activity.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { Store } from '#main/db/store.ts';
import { createWriteTurns, type WriteTurns } from '#main/engine/gathering/index.ts';
import { chainHash, GENESIS, headText, parseHead } from './activity-chain.ts';
import { activityCsv } from './activity-csv.ts';
import { appendEntries, type ActivityStore } from './activity.store.ts';

export type ActivityDeps = {
  readonly store: Store;
  readonly reads: ActivityStore;
  readonly nowMs: () => number;
  /** Told when entries could not be written; they are kept and tried again. */
  readonly onError: (error: unknown) => void;
};

/** Entries that wait this long go to disk together: one commit for many calls. */
const GATHER_MS = 50;
const MOST_TOGETHER = 500;
const READ_PAGE = 2_000;
const SUMMARY_ROWS = 500;
const MAX_CSV_ROWS = 100_000;

type Tail = { readonly seq: number; readonly hash: string };

export class ActivityService {
  readonly #deps: ActivityDeps;
  #waiting: (ActivityRecord & { readonly at: number })[] = [];
  readonly #turns: WriteTurns;
  #tail: Tail | null = null;

  constructor(deps: ActivityDeps) {
    this.#deps = deps;
    this.#turns = createWriteTurns({
      writeWaiting: () => this.#writeWaiting(),
      gatherMs: GATHER_MS,
      mostTogether: MOST_TOGETHER,
      onError: deps.onError,
    });
  }

  /** Takes an entry. It is on disk within moments, and before `flush` resolves. */
  record(entry: ActivityRecord): void {
    this.#waiting.push({ ...entry, at: this.#deps.nowMs() });
    this.#turns.noteWaiting(this.#waiting.length);
  }

  /** Resolves when everything recorded before is on disk. */
  flush(): Promise<void> {
    return this.#turns.flush();
  }

  close(): Promise<void> {
    return this.#turns.close();
  }

  async list(input: ActivityListInput): Promise<Page<ActivityEntry>> {
    await this.flush();
    return this.#deps.reads.list(input);
  }

  async summary(filter: ActivityFilter): Promise<readonly ActivitySummaryRow[]> {
    await this.flush();
    return this.#deps.reads.summarise(filter, SUMMARY_ROWS);
  }

  principals(): Promise<readonly string[]> {
    return this.#deps.reads.listPrincipals();
  }

  /** The entries that match as CSV, oldest first; RFC 4180 and safe to open in a spreadsheet. */
  async exportCsv(filter: ActivityFilter): Promise<{ readonly csv: string; readonly rowCount: number }> {
    await this.flush();
    const entries: ActivityEntry[] = [];
    for (let seq = 0; entries.length < MAX_CSV_ROWS;) {
      const page = await this.#deps.reads.readAfter(seq, READ_PAGE, filter);
      entries.push(...page);
      if (page.length < READ_PAGE) break;
      seq = page.at(-1)?.seq ?? seq;
    }
    return { csv: await activityCsv(entries.slice(0, MAX_CSV_ROWS)), rowCount: entries.length };
  }

  /** Reads the whole log and says whether every entry is the one that was written, in its place. */
  async verify(): Promise<ActivityVerification> {
    await this.flush();
    const { reads } = this.#deps;
    let tail: Tail = { seq: 0, hash: GENESIS };
    for (;;) {
      const page = await reads.readAfter(tail.seq, READ_PAGE);
      for (const entry of page) {
        if (entry.seq !== tail.seq + 1) {
          return broken(tail, entry.seq, `Entries are missing between ${tail.seq} and ${entry.seq}.`);
        }
        if (chainHash(tail.hash, entry) !== entry.hash) {
          return broken(
            tail,
            entry.seq,
            `Entry ${entry.seq} is not what was written, or what stands before it is not.`,
          );
        }
        tail = { seq: entry.seq, hash: entry.hash };
      }
      if (page.length < READ_PAGE) break;
    }
    const head = parseHead(await reads.readHead());
    if ((head?.seq ?? 0) !== tail.seq || (head?.hash ?? GENESIS) !== tail.hash) {
      const expected = head?.seq ?? 0;
      return broken(tail, tail.seq + 1, `The log ends at entry ${tail.seq}; it should end at ${expected}.`);
    }
    return { isIntact: true, checkedCount: tail.seq, brokenSeq: null, problem: '', headHash: tail.hash };
  }

  async #writeWaiting(): Promise<void> {
    const taken = this.#waiting;
    if (taken.length === 0) return;
    this.#waiting = [];
    try {
      let tail = (this.#tail ??= await this.#readTail());
      const entries = taken.map((record): ActivityEntry => {
        const entry = { ...record, seq: tail.seq + 1, hash: '' };
        tail = { seq: entry.seq, hash: chainHash(tail.hash, entry) };
        return { ...entry, hash: tail.hash };
      });
      const command = { command: 'activity.append', principal: 'activity' };
      await this.#deps.store.write(command, (tx) => appendEntries(tx, entries, headText(tail)));
      this.#tail = tail;
    } catch (error) {
      // Nothing may be missing from the log: they are tried again with the next.
      this.#waiting = [...taken, ...this.#waiting];
      this.#tail = null;
      throw error;
    }
  }

  async #readTail(): Promise<Tail> {
    return (await this.#deps.reads.last()) ?? { seq: 0, hash: GENESIS };
  }
}

function broken(tail: Tail, brokenSeq: number, problem: string): ActivityVerification {
  return { isIntact: false, checkedCount: tail.seq, brokenSeq, problem, headHash: tail.hash };
}
