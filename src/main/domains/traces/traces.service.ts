import type { Page } from '#shared/contracts/common.ts';
import type {
  SpanDetail,
  TraceDetail,
  TraceExport,
  TraceExportInput,
  TraceListInput,
  TraceSummary,
} from '#shared/contracts/traces.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import type { Gathering } from '#main/engine/gathering/index.ts';
import { otlpJson } from './otlp.ts';
import { clearTraces, removeTraces, type TracesStore } from './traces.store.ts';

export type TracesDeps = {
  readonly store: Store;
  readonly reads: TracesStore;
  readonly rows: Gathering;
  readonly appVersion: string;
};

const MAX_EXPORT_TRACES = 1_000;
const READ_TOGETHER = 100;

export class TracesService {
  readonly #deps: TracesDeps;

  constructor(deps: TracesDeps) {
    this.#deps = deps;
  }

  async list(input: TraceListInput): Promise<Page<TraceSummary>> {
    await this.#deps.rows.flush();
    return this.#deps.reads.list(input);
  }

  /** With every step and what went in and out. Throws `not_found`. */
  async get(id: string): Promise<TraceDetail> {
    const { rows, reads } = this.#deps;
    await rows.flush();
    const found = await reads.find(id);
    if (found === undefined) {
      throw new AppError(
        'not_found',
        'This trace does not exist any more: it was removed, or its time passed.',
      );
    }
    const spans = (await reads.listSpans([id], true)).get(id) ?? [];
    return { ...found, spans: parentsFirst(spans) };
  }

  /** As OTLP JSON for a collector or a viewer; without contents unless they are asked for. */
  async exportOtlp({ withContent, ...filter }: TraceExportInput): Promise<TraceExport> {
    const { rows, reads, appVersion } = this.#deps;
    await rows.flush();
    const ids = await reads.listIds(filter, MAX_EXPORT_TRACES + 1);
    const taken = ids.slice(0, MAX_EXPORT_TRACES);
    const all = new Map<string, readonly SpanDetail[]>();
    for (let at = 0; at < taken.length; at += READ_TOGETHER) {
      const some = await reads.listSpans(taken.slice(at, at + READ_TOGETHER), withContent);
      for (const [id, spans] of some) all.set(id, spans);
    }
    const spanCount = [...all.values()].reduce((sum, spans) => sum + spans.length, 0);
    const isCut = ids.length > taken.length;
    return { json: otlpJson(all, appVersion), traceCount: taken.length, spanCount, isCut };
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#deps.rows.flush();
    await this.#deps.store.write({ command: 'traces.remove' }, (tx) => removeTraces(tx, ids));
  }

  /** All of them. What was spent stays in the ledger. */
  async clear(): Promise<void> {
    await this.#deps.rows.flush();
    await this.#deps.store.write({ command: 'traces.clear' }, (tx) => clearTraces(tx));
  }
}

/** Each step before what happened within it, in the order of their start; one whose parent is not known is its own. */
function parentsFirst(spans: readonly SpanDetail[]): readonly SpanDetail[] {
  const ids = new Set(spans.map((span) => span.id));
  const children = Map.groupBy(spans, ({ parentId }) =>
    parentId !== null && ids.has(parentId) ? parentId : '',
  );
  const ordered: SpanDetail[] = [];
  const waiting = [...(children.get('') ?? [])].toReversed();
  for (let span = waiting.pop(); span !== undefined; span = waiting.pop()) {
    ordered.push(span);
    waiting.push(...(children.get(span.id) ?? []).toReversed());
  }
  return ordered;
}
