import { and, desc, eq, lt } from 'drizzle-orm';
import type { AnswerLocale } from '#shared/contracts/answers.ts';
import type { Brief } from '#shared/contracts/brief.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { briefs } from '#main/db/tables/briefs.ts';

export type BriefStore = {
  find(day: string, locale: AnswerLocale): Promise<Brief | undefined>;
  /** When the last one before a day was written, in any language. */
  findFormerAt(day: string): Promise<number | undefined>;
};

const FIELDS = {
  day: briefs.day,
  locale: briefs.locale,
  text: briefs.text,
  model: briefs.model,
  sections: briefs.sections,
  createdAt: briefs.createdAt,
};

export function createBriefStore(reader: Reader): BriefStore {
  return {
    async find(day, locale) {
      const [row] = await reader
        .select(FIELDS)
        .from(briefs)
        .where(and(eq(briefs.day, day), eq(briefs.locale, locale)));
      return row;
    },
    async findFormerAt(day) {
      const [row] = await reader
        .select({ createdAt: briefs.createdAt })
        .from(briefs)
        .where(lt(briefs.day, day))
        .orderBy(desc(briefs.day))
        .limit(1);
      return row?.createdAt;
    },
  };
}

/** Keeps the day's, in place of an earlier one; those older than `keptFrom` go. */
export function putBrief(tx: Writer, brief: Brief, keptFrom: string): void {
  const { day, locale, text, model, sections, createdAt } = brief;
  tx.run({
    sql: `INSERT INTO briefs (id, day, locale, text, model, sections, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (day, locale) DO UPDATE SET text = excluded.text, model = excluded.model,
        sections = excluded.sections, created_at = excluded.created_at`,
    params: [
      `${day}:${locale}`,
      day,
      locale,
      text,
      JSON.stringify(model),
      JSON.stringify(sections),
      createdAt,
    ],
  });
  tx.run({ sql: 'DELETE FROM briefs WHERE day < ?', params: [keptFrom] });
}
