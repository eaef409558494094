import { z } from 'zod';
import { datasetNameSchema, datasetSpecSchema } from '#shared/contracts/dataset-spec.ts';
import {
  datasetIdentitySchema,
  datasetListInputSchema,
  recordListInputSchema,
  REVIEWS,
  type Dataset,
} from '#shared/contracts/datasets.ts';
import { toRead, toWrite } from '#shared/kernel/permission-scope.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/index.ts';
import type { DatasetsService } from './datasets.service.ts';
import type { RecordsService } from './records/records.service.ts';

type Parts = { readonly definitions: DatasetsService; readonly records: RecordsService };

const summary = z.object({
  id: z.string(),
  name: z.string(),
  title: z.string(),
  description: z.string(),
  records: z.number().describe('How many the definition asks for.'),
  made: z.number(),
  failed: z.number(),
  lastVersion: z.number().nullable(),
});

const PART = { kind: 'dataset' };
const MOST_RECORDS_TOLD = 50;

/** What agents, flows and plugins may do with datasets. Runs, which spend, are the person's. */
export function datasetActions(parts: () => Parts): readonly ActionDefinition[] {
  return [...readActions(parts), recordsAction(parts), createAction(parts)];
}

function readActions(parts: () => Parts): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'dataset.list',
      title: 'List datasets',
      description: 'The datasets with their names and how many records each has.',
      input: datasetListInputSchema.omit({ isDeleted: true }),
      output: z.object({ datasets: z.array(summary), nextCursor: z.string().nullable(), total: z.number() }),
      effect: 'read',
      needs: () => [toRead(PART)],
      run: async (_, input) => {
        const { items, nextCursor, total } = await parts().definitions.list(input);
        return { datasets: items.map(summaryOf), nextCursor, total };
      },
    }),
    defineAction({
      id: 'dataset.get',
      title: 'Look at a dataset',
      description: 'One dataset by its name or id, with its whole definition.',
      input: datasetIdentitySchema,
      output: summary.extend({ spec: datasetSpecSchema }),
      effect: 'read',
      needs: () => [toRead(PART)],
      run: async (_, { ref }) => {
        const dataset = await parts().definitions.get(ref);
        return { ...summaryOf(dataset), spec: dataset.spec };
      },
    }),
  ];
}

function recordsAction(parts: () => Parts): ActionDefinition {
  return defineAction({
    id: 'dataset.list_records',
    title: 'Read records of a dataset',
    description: 'Records of a dataset by its name or id, a page at a time.',
    input: recordListInputSchema.omit({ datasetId: true, runId: true }).extend({
      ...datasetIdentitySchema.shape,
      limit: z.number().int().min(1).max(MOST_RECORDS_TOLD).default(20),
    }),
    output: z.object({
      records: z.array(
        z.object({
          number: z.number(),
          review: z.enum(REVIEWS),
          value: z.record(z.string(), z.unknown()).nullable(),
        }),
      ),
      nextCursor: z.string().nullable(),
      total: z.number(),
    }),
    effect: 'read',
    needs: () => [toRead(PART)],
    run: async (_, { ref, ...filter }) => {
      const { id: datasetId } = await parts().definitions.get(ref);
      const { items, nextCursor, total } = await parts().records.list({ ...filter, datasetId });
      return {
        records: items.map(({ number, review, value }) => ({ number, review, value })),
        nextCursor,
        total,
      };
    },
  });
}

function createAction(parts: () => Parts): ActionDefinition {
  return defineAction({
    id: 'dataset.create',
    title: 'Make a dataset',
    description:
      'Keeps a new definition of a dataset: a JSON Schema for its records and how they are made. Makes no records.',
    input: z.object({ spec: datasetSpecSchema }),
    output: z.object({ id: z.string(), name: datasetNameSchema }),
    effect: 'write',
    needs: () => [toWrite(PART)],
    preview: async (_, { spec }) => ({
      summary: `New dataset: ${spec.title}`,
      subject: spec.title,
      kind: 'dataset',
      entityId: null,
      projectId: null,
      clientId: null,
      fields: [
        { field: 'name', before: null, after: spec.name },
        { field: 'records', before: null, after: String(spec.records) },
        { field: 'columns', before: null, after: Object.keys(Object(spec.schema['properties'])).join(', ') },
      ],
      risk: 'low',
    }),
    run: async (_, { spec }) => {
      const { id, name } = await parts().definitions.create(spec);
      return { id, name };
    },
  });
}

function summaryOf({
  id,
  name,
  title,
  description,
  spec,
  made,
  failed,
  lastVersion,
}: Dataset): z.infer<typeof summary> {
  return { id, name, title, description, records: spec.records, made, failed, lastVersion };
}
