import { z } from 'zod';
import { defineJob, type JobDefinition } from '#main/engine/jobs/index.ts';
import type { PassageIndexing } from './passage-indexing.service.ts';

export const PASSAGE_JOB = 'search_passages';

const inputSchema = z.object({});

/** Works off what is due. How far it has come is in the store with each turn, so a new try goes on from there. */
export function definePassageJob(indexing: PassageIndexing): JobDefinition<z.infer<typeof inputSchema>> {
  return defineJob({
    type: PASSAGE_JOB,
    input: inputSchema,
    concurrency: 1,
    async run(ctx) {
      await indexing.catchUpPatiently(ctx.signal, (done, total) => ctx.progress(done, total));
      return {};
    },
  });
}
