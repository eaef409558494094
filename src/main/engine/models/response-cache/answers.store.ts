import { z } from 'zod';
import type { AnswerCacheFigures } from '#shared/contracts/usage.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import type { GatheredRow } from '#main/engine/gathering/index.ts';
import type { CachedAnswer } from '../model-port.ts';

const answerSchema = z.object({
  text: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), input: z.unknown().optional() })),
  // JSON leaves out what is not there.
  object: z.unknown().optional(),
  finishReason: z.enum(['stop', 'length', 'tool_calls', 'content_filter', 'other']),
  usage: z.object({
    inputTokens: z.number(),
    outputTokens: z.number(),
    cachedInputTokens: z.number(),
  }),
});

export type KeptAnswer = { readonly answer: CachedAnswer; readonly createdAt: number };

export async function readAnswer(reader: Reader, key: string): Promise<KeptAnswer | null> {
  const [row] = await reader.rows('SELECT answer, created_at FROM model_answers WHERE key = ?', [key]);
  if (row === undefined) return null;
  const parsed = answerSchema.safeParse(JSON.parse(String(row[0])));
  // One from another version of the app that reads otherwise is as good as none.
  if (!parsed.success) return null;
  const { toolCalls, object, ...rest } = parsed.data;
  const calls = toolCalls.map(({ id, name, input }) => ({ id, name, input }));
  return { answer: { ...rest, toolCalls: calls, object }, createdAt: Number(row[1]) };
}

const KEEP_SQL = `INSERT OR REPLACE INTO model_answers
  (key, model_id, answer, size_bytes, input_tokens, output_tokens, hit_count, created_at, used_at)
  VALUES (?, ?, ?, ?, ?, ?, 0, ?, ?)`;

export function keptRow(
  key: string,
  answer: CachedAnswer,
  facts: { readonly modelId: string; readonly nowMs: number },
): GatheredRow {
  const text = JSON.stringify(answer);
  const { inputTokens, outputTokens } = answer.usage;
  const { modelId, nowMs } = facts;
  const params = [key, modelId, text, Buffer.byteLength(text), inputTokens, outputTokens, nowMs, nowMs];
  return { sql: KEEP_SQL, params, isSpare: true };
}

export function usedRow(key: string, nowMs: number): GatheredRow {
  return {
    sql: 'UPDATE model_answers SET hit_count = hit_count + 1, used_at = ? WHERE key = ?',
    params: [nowMs, key],
    topic: 'usage',
    isSpare: true,
  };
}

/** Removes what is too old, then what was used longest ago until the rest fits. */
export function trimAnswers(
  tx: Writer,
  limits: { readonly beforeMs: number; readonly maxBytes: number },
): void {
  tx.run({ sql: 'DELETE FROM model_answers WHERE created_at < ?', params: [limits.beforeMs] });
  tx.run({
    sql: `DELETE FROM model_answers WHERE key IN (
        SELECT key FROM (
          SELECT key, sum(size_bytes) OVER (ORDER BY used_at DESC, key) AS bytes FROM model_answers
        ) WHERE bytes > ?)`,
    params: [limits.maxBytes],
  });
}

export async function readFigures(reader: Reader): Promise<AnswerCacheFigures> {
  const [row] = await reader.rows(`SELECT count(*), coalesce(sum(size_bytes), 0), coalesce(sum(hit_count), 0),
      coalesce(sum(hit_count * input_tokens), 0), coalesce(sum(hit_count * output_tokens), 0)
    FROM model_answers`);
  const figure = (index: number) => Number(row?.[index] ?? 0);
  return {
    entryCount: figure(0),
    sizeBytes: figure(1),
    hitCount: figure(2),
    savedInputTokens: figure(3),
    savedOutputTokens: figure(4),
  };
}
