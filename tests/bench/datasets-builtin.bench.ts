import { generateSync } from 'json-schema-faker';
import { workerUrl } from '#main/workers-url.ts';
import { createDatasetWorker } from '#main/domains/datasets/worker/index.ts';
import { createRecordRandom } from '#shared/kernel/record-random.ts';
import { median, timed, type Bench } from './report.ts';

const RECORDS = 10_000;
const ROUNDS = 5;
const COUNTED = 100_000;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    id: { type: 'integer', minimum: 1, maximum: 100_000 },
    name: { type: 'string' },
    email: { type: 'string', format: 'email' },
    city: { type: 'string' },
    priority: { enum: ['low', 'middle', 'high'] },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 4 },
    createdAt: { type: 'string', format: 'date-time' },
  },
  required: ['id', 'name', 'email', 'city', 'priority', 'createdAt'],
};

function rows(from: number, count: number) {
  return Array.from({ length: count }, (_, at) => {
    const random = createRecordRandom(from + at);
    const words = Array.from({ length: 12 }, () => `word${Math.floor(random.next() * 5_000)}`).join(' ');
    const text = JSON.stringify({ id: from + at, text: words, score: random.next() });
    return { number: from + at, text, review: 'open' as const, facets: {}, issues: [], scores: {} };
  });
}

/** Rates of ours and of the bare library, in turns, so that both have the same machine. */
async function rates(worker: ReturnType<typeof createDatasetWorker>) {
  const plan = await worker.openPlan({
    schema: SCHEMA,
    columns: {},
    checks: [],
    seed: 1,
    locale: 'en',
    references: {},
  });
  const numbers = Array.from({ length: RECORDS }, (_, number) => number);
  const ours: number[] = [];
  const bare: number[] = [];
  // The first round of each is for the compiler.
  for (let round = 0; round <= ROUNDS; round += 1) {
    ours.push(RECORDS / ((await timed(() => plan.make(numbers))) / 1_000));
    const bareMs = await timed(() => {
      for (const seed of numbers) generateSync(SCHEMA, { seed });
      return Promise.resolve();
    });
    bare.push(RECORDS / (bareMs / 1_000));
  }
  await plan.close();
  return { ours: median(ours.slice(1)), bare: median(bare.slice(1)) };
}

export const bench: Bench = {
  name: 'datasets-builtin',
  async run() {
    const worker = createDatasetWorker(workerUrl('datasets'));
    try {
      const { ours, bare } = await rates(worker);
      const stats = await worker.openStats({ facets: [], duplicates: null });
      const statsMs = await timed(async () => {
        for (let from = 0; from < COUNTED; from += 1_000) await stats.add(rows(from, 1_000));
        await stats.result();
      });
      await stats.close();
      const duplicates = { by: 'words' as const, threshold: 0.85, columns: [] };
      const index = await worker.openIndex({ duplicates, unique: [] });
      const indexMs = await timed(async () => {
        for (let from = 0; from < COUNTED; from += 1_000) await index.offer(rows(from, 1_000));
      });
      await index.close();
      return [
        {
          name: 'records made, validated and hashed, in a thread of their own',
          value: ours / bare,
          unit: 'ratio',
          floor: 'bare json-schema-faker, which holds nothing against the schema',
          bound: 0.33,
          boundIs: 'least',
          note: `${ours.toFixed(0)} over ${bare.toFixed(0)} a second`,
        },
        { name: 'statistics of 100,000 records', value: statsMs, unit: 'ms', bound: 10_000 },
        { name: '100,000 records compared for near duplicates', value: indexMs, unit: 'ms', bound: 20_000 },
      ];
    } finally {
      await worker.close();
    }
  },
};
