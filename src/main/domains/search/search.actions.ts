import { z } from 'zod';
import { searchInputSchema } from '#shared/contracts/search.ts';
import { toRead } from '#shared/kernel/permission-scope.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/index.ts';
import type { SearchService } from './search.service.ts';

const hit = z.object({
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  excerpt: z.string(),
  clientName: z.string().nullable(),
  projectName: z.string().nullable(),
  status: z.string().nullable(),
  dueDate: z.string().nullable(),
  link: z.string(),
});

/** What others than the person may do with the search. */
export function searchActions(search: SearchService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'search.query',
      title: 'Search the workspace',
      description:
        'Finds clients, projects, tasks, checkpoints and notes by words and operators such as type:task due:week tag:billing.',
      input: searchInputSchema.extend({ limit: z.number().int().min(1).max(100).default(20) }),
      output: z.object({ hits: z.array(hit), total: z.number() }),
      effect: 'read',
      // Any word can stand in any item: there is no narrower right that would do.
      needs: () => [toRead({})],
      run: async (_ctx, input) => {
        const { hits, total } = await search.query(input);
        return {
          hits: hits.map((one) => ({ ...one, title: one.title.text, excerpt: one.excerpt.text })),
          total,
        };
      },
    }),
  ];
}
