import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { checkName } from '#shared/kernel/check-name.ts';
import type { Reader } from '#main/db/store.ts';
import { twinIssue } from '../runs/record-maker.ts';
import { readTexts } from '../runs/run-records.store.ts';
import type { DatasetWorker, IndexSession } from '../worker/worker-types.ts';
import { troubleOf, type IncomingRecord } from './import-rows.ts';

const PAGE = 1_000;

type UniqueDeps = {
  readonly worker: Pick<DatasetWorker, 'openIndex'>;
  readonly reader: Reader;
  readonly datasetId: string;
  readonly spec: Pick<DatasetSpec, 'checks'>;
  /** Of the first record that will be looked at. */
  readonly nextNumber: number;
  readonly signal: AbortSignal;
};

/** The `unique` checks over all that is there and comes in. */
export class ImportUnique {
  readonly #session: IndexSession;
  #nextNumber: number;

  private constructor(session: IndexSession, nextNumber: number) {
    this.#session = session;
    this.#nextNumber = nextNumber;
  }

  /** Null where the definition has none: nothing is held in memory then. */
  static async open(deps: UniqueDeps): Promise<ImportUnique | null> {
    const unique = deps.spec.checks.flatMap((check) =>
      check.kind === 'unique' ? [{ check: checkName(check), columns: check.columns }] : [],
    );
    if (unique.length === 0) return null;
    const session = await deps.worker.openIndex({ duplicates: null, unique });
    try {
      await fill(session, deps);
    } catch (error) {
      await session.close();
      throw error;
    }
    return new ImportUnique(session, deps.nextNumber);
  }

  /** In the order in which they get their numbers. */
  async look(incoming: readonly IncomingRecord[]): Promise<readonly IncomingRecord[]> {
    const first = this.#nextNumber;
    this.#nextNumber += incoming.length;
    const offered = incoming.flatMap(({ record: { value } }, at) =>
      value === null ? [] : [{ number: first + at, text: value }],
    );
    const twins = new Map((await this.#session.add(offered)).map((one) => [one.number - first, one.twins]));
    return incoming.map((one, at) => {
      const found = (twins.get(at) ?? []).map(twinIssue);
      if (found.length === 0) return one;
      const issues = [...one.record.issues, ...found];
      return { ...one, record: { ...one.record, issues }, trouble: troubleOf(issues) };
    });
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

async function fill(session: IndexSession, { reader, datasetId, signal }: UniqueDeps): Promise<void> {
  for (let from = 0; ;) {
    signal.throwIfAborted();
    const page = await readTexts(reader, datasetId, from, PAGE);
    if (page.length > 0) await session.add(page);
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    from = last.number + 1;
  }
}
