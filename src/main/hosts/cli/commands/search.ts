import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

const MAX_LIMIT = 200;

export function runSearch(context: CommandContext, query: string, limit: number): Promise<number> {
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
