import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Caller } from '#main/compose.ts';

const questionSchema = z.object({
  question: z.string(),
  language: z.enum(['en', 'it']),
  kind: z.enum(['paraphrase', 'names', 'words', 'dates']),
  /** Titles of items in the sample workspace, any of which answers. */
  titles: z.array(z.string()).min(1),
});
export type Question = z.infer<typeof questionSchema>;

export async function readQuestions(): Promise<readonly Question[]> {
  const file = new URL('../fixtures/retrieval/questions.json', import.meta.url);
  const content = z.object({ version: z.literal(1), questions: z.array(questionSchema) });
  return content.parse(JSON.parse(await readFile(file, 'utf8'))).questions;
}

export type Quality = { readonly recallAt5: number; readonly reciprocalRank: number };
const DEPTH = 20;

/** Recall of an answering item among the first five, and the mean of 1 / its place among the first twenty. */
export async function measureQuality(
  api: Caller,
  mode: 'words' | 'meaning' | 'hybrid',
  questions: readonly Question[],
): Promise<Quality> {
  let inFive = 0;
  let ranks = 0;
  for (const { question, titles, language } of questions) {
    const passages = await api.search.passages({ query: question, mode, limit: DEPTH, locale: language });
    const items = [...new Map(passages.map((one) => [one.entityId, one.title])).values()];
    const at = items.findIndex((title) => titles.includes(title));
    if (at >= 0 && at < 5) inFive += 1;
    if (at >= 0) ranks += 1 / (at + 1);
  }
  return { recallAt5: inFive / questions.length, reciprocalRank: ranks / questions.length };
}
