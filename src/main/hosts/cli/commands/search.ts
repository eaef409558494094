import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { localeOf } from '../terminal-locale.ts';
import { printable } from '../terminal.ts';

const MAX_LIMIT = 200;
const MAX_PASSAGES = 50;
const MAX_EXCERPT = 300;

export type SearchOptions = { readonly limit: number; readonly semantic?: boolean };

export function runSearch(context: CommandContext, query: string, options: SearchOptions): Promise<number> {
  return options.semantic === true
    ? searchPassages(context, query, options.limit)
    : searchItems(context, query, options.limit);
}

/** Passages that fit in meaning, in words or in both, the best first. */
function searchPassages(context: CommandContext, query: string, limit: number): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const passages = await api.search.passages({
      query,
      limit: Math.min(limit, MAX_PASSAGES),
      locale: localeOf(context.terminal.env),
    });
    await context.output.answer(passages, () =>
      passages.length === 0
        ? 'Nothing was found.'
        : passages
            .map(({ title, headings, text, link }) =>
              [
                printable([title, ...headings].join(' › ')),
                `  ${printable(text).slice(0, MAX_EXCERPT)}`,
                `  ${printable(link)}`,
              ].join('\n'),
            )
            .join('\n\n'),
    );
    return EXIT.done;
  });
}

function searchItems(context: CommandContext, query: string, limit: number): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const result = await api.search.query({ query, limit: Math.min(limit, MAX_LIMIT) });
    await context.output.answer(result, () =>
      result.hits.length === 0
        ? 'Nothing was found.'
        : formatTable(
            result.hits.map((hit) => [
              hit.kind,
              hit.title.text,
              hit.projectName ?? hit.clientName ?? '',
              hit.dueDate ?? '',
              hit.link,
            ]),
          ),
    );
    for (const warning of result.warnings) context.output.say(`adiuva: ${warning}`);
    return EXIT.done;
  });
}
