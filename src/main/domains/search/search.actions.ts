import { z } from 'zod';
import { valueSourceSchema } from '#shared/contracts/actions.ts';
import { passageSearchInputSchema } from '#shared/contracts/passages.ts';
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

const passage = z.object({
  id: z.string(),
  kind: z.string(),
  entityId: z.string(),
  title: z.string(),
  text: z.string(),
  headings: z.array(z.string()).readonly(),
  start: z.number(),
  link: z.string(),
  source: valueSourceSchema,
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  projectId: z.string().nullable(),
  projectName: z.string().nullable(),
  updatedAt: z.number(),
  score: z.number(),
  why: z.object({
    wordRank: z.number().nullable(),
    meaningRank: z.number().nullable(),
    similarity: z.number().nullable(),
    words: z.array(z.string()).readonly(),
  }),
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
    defineAction({
      id: 'search.passages',
      title: 'Find passages by meaning',
      description:
        'Finds the pieces of notes, tasks, mails, files, pages and events that say something to a question, by words and by meaning, with their sources.',
      input: passageSearchInputSchema,
      output: z.object({ passages: z.array(passage) }),
      effect: 'read',
      needs: ({ scope: { clientId, projectId } }) => [
        toRead({ ...(clientId ? { clientId } : {}), ...(projectId ? { projectId } : {}) }),
      ],
      run: async (_ctx, input) => ({ passages: [...(await search.passages(input))] }),
    }),
  ];
}
