import { z } from 'zod';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { OWN_ATTRIBUTES } from '#shared/contracts/traces.ts';
import type { Reader } from '#main/db/store.ts';

export type TraceChoice = {
  readonly features: readonly string[];
  readonly from?: number | undefined;
  /** Exclusive. */
  readonly to?: number | undefined;
  readonly withPrivate: boolean;
  /** Calls that ended later than this row are not among them. */
  readonly upToRow?: number | undefined;
};

export type TraceRow = {
  readonly id: string;
  /** Where it stands in the order in which calls ended. */
  readonly row: number;
  readonly place: string;
  readonly value: DatasetValue;
};

const PAGE = 100;

/**
 * Calls of models that ended well, in the order in which they ended, as prompts and responses. Of what a call was
 * about its trace says nothing; but what is private is asked of models on this machine alone, so that calls answered
 * here may be private, and are left out unless they are wanted.
 */
export async function* traceRows(reader: Reader, choice: TraceChoice): AsyncGenerator<TraceRow> {
  const [where, params] = conditions(choice);
  for (let after = -1; ;) {
    const rows = await reader.rows(
      `SELECT s.rowid, s.id, s.started_at, s.attributes, i.text, o.text ${FROM}
        WHERE ${where} AND i.is_cut = 0 AND o.is_cut = 0 AND s.rowid > ? ORDER BY s.rowid LIMIT ?`,
      [...params, after, PAGE],
    );
    for (const [row, id, startedAt, attributes, input, output] of rows) {
      const value = recordOf({ attributes, input, output });
      if (value === null) continue;
      const place = `call ${new Date(Number(startedAt)).toISOString()}`;
      yield { id: String(id), row: Number(row), place, value };
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < PAGE) return;
    after = Number(last[0]);
  }
}

/** What is left out of the choice: because it was answered here, and because it was cut. */
export async function countLeftOut(
  reader: Reader,
  choice: TraceChoice,
): Promise<{ readonly privateCalls: number; readonly cutCalls: number }> {
  const [where, params] = conditions({ ...choice, withPrivate: true });
  const isHere = `coalesce(json_extract(s.attributes, '${LOCAL}'), 1)`;
  const isCut = '(i.is_cut = 1 OR o.is_cut = 1)';
  const [row] = await reader.rows(
    `SELECT sum(${isHere} AND NOT ${isCut}), sum(${isCut} AND (? OR NOT ${isHere})) ${FROM} WHERE ${where}`,
    [choice.withPrivate ? 1 : 0, ...params],
  );
  return {
    privateCalls: choice.withPrivate ? 0 : Number(row?.[0] ?? 0),
    cutCalls: Number(row?.[1] ?? 0),
  };
}

const FEATURE = `$."${OWN_ATTRIBUTES.feature}"`;
const LOCAL = `$."${OWN_ATTRIBUTES.isLocal}"`;
// In the order of the spans, whatever the planner thinks: see CROSS JOIN in SQLite's manual.
const FROM = `FROM spans s
  CROSS JOIN span_contents i ON i.trace_id = s.trace_id AND i.span_id = s.id AND i.side = 'input'
  CROSS JOIN span_contents o ON o.trace_id = s.trace_id AND o.span_id = s.id AND o.side = 'output'`;

function conditions({ features, from, to, withPrivate, upToRow }: TraceChoice) {
  const where = ["s.status = 'ok'", `json_extract(s.attributes, '$."gen_ai.request.model"') IS NOT NULL`];
  const params: (string | number)[] = [];
  // What does not say where it was answered counts as private.
  if (!withPrivate) where.push(`json_extract(s.attributes, '${LOCAL}') = 0`);
  if (features.length > 0) {
    where.push(`json_extract(s.attributes, '${FEATURE}') IN (SELECT value FROM json_each(?))`);
    params.push(JSON.stringify(features));
  }
  if (from !== undefined) {
    where.push('s.started_at >= ?');
    params.push(from);
  }
  if (to !== undefined) {
    where.push('s.started_at < ?');
    params.push(to);
  }
  if (upToRow !== undefined) {
    where.push('s.rowid <= ?');
    params.push(upToRow);
  }
  return [where.join(' AND '), params] as const;
}

const partSchema = z.looseObject({ type: z.string(), text: z.string().optional() });
const inputSchema = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.union([z.string(), z.array(partSchema)]) })),
});
const attributesSchema = z.looseObject({
  [OWN_ATTRIBUTES.feature]: z.string().catch(''),
  'gen_ai.request.model': z.string().catch(''),
});
const outputSchema = z.object({ text: z.string() });

function recordOf(row: {
  readonly [part in 'attributes' | 'input' | 'output']: unknown;
}): DatasetValue | null {
  const input = inputSchema.safeParse(jsonOf(row.input));
  const output = outputSchema.safeParse(jsonOf(row.output));
  const attributes = attributesSchema.parse(jsonOf(row.attributes));
  if (!input.success || !output.success || output.data.text.trim() === '') return null;
  const messages = input.data.messages.map(({ role, content }) => ({ role, content: plainText(content) }));
  const said = messages.filter(({ role, content }) => role !== 'system' && content !== '');
  const [only] = said;
  if (only === undefined) return null;
  const prompt =
    said.length === 1 ? only.content : said.map(({ role, content }) => `${role}: ${content}`).join('\n\n');
  return {
    feature: attributes[OWN_ATTRIBUTES.feature],
    model: attributes['gen_ai.request.model'],
    system: messages
      .filter(({ role }) => role === 'system')
      .map(({ content }) => content)
      .join('\n\n'),
    prompt,
    response: output.data.text,
  };
}

function plainText(content: string | readonly z.infer<typeof partSchema>[]): string {
  return typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');
}

function jsonOf(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
