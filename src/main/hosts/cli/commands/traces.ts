import { spanStatusSchema, type SpanDetail, type TraceSummary } from '#shared/contracts/traces.ts';
import { formatDollars } from '#shared/kernel/dollars.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { writeNewFile } from '../new-file.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export type TracesOptions = {
  readonly text?: string;
  readonly status?: readonly string[];
  readonly feature?: string;
  readonly limit?: number;
  readonly id?: readonly string[];
  readonly withContent?: boolean;
};

const MAX_LIMIT = 500;
const MAX_TEXT = 2_000;

export function runTracesList(context: CommandContext, options: TracesOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const limit = Math.min(options.limit ?? 50, MAX_LIMIT);
    const page = await api.traces.list({ ...filterOf(options), limit });
    await context.output.answer(page, () =>
      page.items.length === 0 ? 'There is no trace yet.' : formatTable(page.items.map(traceCells)),
    );
    return EXIT.done;
  });
}

export function runTracesShow(context: CommandContext, id: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const trace = await api.traces.get({ id });
    await context.output.answer(trace, () =>
      [formatTable([traceCells(trace)]), ...trace.spans.map(spanText)].join('\n\n'),
    );
    return EXIT.done;
  });
}

export function runTracesExport(
  context: CommandContext,
  file: string,
  options: TracesOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id: ids, withContent = false } = options;
    const chosen = ids === undefined ? {} : { ids: [...ids] };
    const { json, ...figures } = await api.traces.export({ ...filterOf(options), ...chosen, withContent });
    const path = await writeNewFile(file, json);
    await context.output.answer({ path, ...figures }, () => {
      const cut = figures.isCut ? ' There are older ones that did not fit: narrow it down for them.' : '';
      return `${figures.traceCount} traces with ${figures.spanCount} steps are in ${path}.${cut}`;
    });
    return EXIT.done;
  });
}

function filterOf({ text, status, feature }: TracesOptions) {
  return {
    ...(text === undefined ? {} : { text }),
    ...(feature === undefined ? {} : { feature }),
    ...(status === undefined ? {} : { statuses: status.map((one) => spanStatusSchema.parse(one)) }),
  };
}

function traceCells(one: TraceSummary): readonly string[] {
  const at = new Date(one.startedAt).toISOString().slice(0, 19).replace('T', ' ');
  return [one.id, at, one.status, timeText(one.durationMs), one.name, formatDollars(one.costMicros)];
}

function timeText(durationMs: number | null): string {
  return durationMs === null ? '' : `${durationMs.toFixed(0)} ms`;
}

function spanText(span: SpanDetail): string {
  const head = [span.name, span.status, timeText(span.durationMs), span.message].filter(Boolean).join('  ');
  const facts = Object.entries(span.attributes).map(([name, value]) => `  ${name}: ${String(value)}`);
  const contents = span.contents.map(({ side, text }) => {
    const shown = text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
    return `  ${side}: ${shown}`;
  });
  return [head, ...facts, ...contents].map((line) => printable(line)).join('\n');
}
