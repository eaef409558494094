import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '#main/db/store.ts';
import { createSearch, type Search } from '#main/domains/search/index.ts';
import { createEmbeddings } from '#main/engine/embeddings/index.ts';
import { openLanceIndex, readIndexState } from '#main/engine/vectors/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { makeApp } from '../support/make-app.ts';
import { percentile, timed, type Bench, type Measurement } from './report.ts';
import { readQuestions } from './retrieval-questions.ts';
import { createSeededRandom } from './seeded-random.ts';
import { createWordChain } from './word-chain.ts';

const PASSAGES = 100_000;
const ITEMS_A_WRITE = 2_000;
const WORDS = 60;
const ROUNDS = 60;
const COMPARED = 20;
const TUNING_MS = 600_000;

export const bench: Bench = {
  name: `search by meaning over ${PASSAGES} passages`,
  async run() {
    await using made = await makeApp({ withSample: true, runsSchedules: false });
    const { workspace } = made.app.system;
    invariant(workspace, 'the workspace is open');
    const { store } = workspace;
    await fill(store);
    const embeddings = createEmbeddings({
      store,
      workerUrl: workerUrl('embedder'),
      modelsDir: `${made.dataDir}/models`,
      models: () => null,
    });
    const place = { folder: `${made.dataDir}/vectors`, open: openLanceIndex, readState: readIndexState };
    const parts = { store, embeddings, clock: made.clock, runsInBackground: true };
    const search = createSearch({ ...parts, vectors: place });
    const exact = createSearch({ ...parts, vectors: { ...place, exactUpTo: PASSAGES * 2 } });
    await search.start(workspace.jobs);
    try {
      const buildMs = await timed(() => search.catchUpPassages());
      const tuneMs = await timed(() => waitForIndex(search));
      const questions = (await readQuestions()).map((one) => one.question);
      return [
        { name: 'passages, words and vectors made', value: (PASSAGES / buildMs) * 1_000, unit: 'per second' },
        { name: 'approximate index built and measured', value: tuneMs, unit: 'ms' },
        await latency(search, 'meaning', questions, 25),
        await latency(search, 'words', questions, null),
        await latency(search, 'hybrid', questions, 50),
        await recall(search, exact, questions),
      ];
    } finally {
      await search.stop();
      await embeddings.close();
    }
  },
};

async function fill(store: Store): Promise<void> {
  const rows = await store.reader.rows('SELECT body FROM notes');
  const random = createSeededRandom(7);
  const chain = createWordChain(
    rows.map(([body]) => String(body)),
    random,
  );
  for (let at = 0; at < PASSAGES; at += ITEMS_A_WRITE) {
    const paramsList = Array.from({ length: ITEMS_A_WRITE }, (_, index) => {
      const id = `bench-${at + index}`;
      return [id, id, chain.phrase(6), chain.prose(WORDS)];
    });
    await store.write({ command: 'bench.fill', principal: 'bench' }, (tx) => {
      tx.run({
        sql: `INSERT INTO external_items (id, owner, kind, external_id, title, text, is_all_day, created_at, updated_at)
          VALUES (?, 'bench', 'file', ?, ?, ?, 0, 0, 0)`,
        paramsList,
      });
    });
  }
}

async function waitForIndex(search: Search): Promise<void> {
  const until = performance.now() + TUNING_MS;
  while (performance.now() < until) {
    if ((await search.coverage()).vectorIndex === 'ann') return;
    await sleep(500);
  }
}

async function latency(
  search: Search,
  mode: 'meaning' | 'words' | 'hybrid',
  questions: readonly string[],
  bound: number | null,
): Promise<Measurement> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS + 5; round += 1) {
    const query = questions[round % questions.length] ?? '';
    const ms = await timed(() => search.passages({ query, mode }));
    if (round >= 5) times.push(ms);
  }
  const value = percentile(times, 95);
  return { name: `${mode}: p95`, value, unit: 'ms', ...(bound === null ? {} : { bound }) };
}

async function recall(search: Search, exact: Search, questions: readonly string[]): Promise<Measurement> {
  let found = 0;
  let wanted = 0;
  for (const query of questions.slice(0, COMPARED)) {
    const input = { query, mode: 'meaning', limit: 10 } as const;
    const truth = new Set((await exact.passages(input)).map((one) => one.id));
    const near = await search.passages(input);
    wanted += truth.size;
    found += near.filter((one) => truth.has(one.id)).length;
  }
  const value = wanted === 0 ? 1 : found / wanted;
  return { name: 'recall@10 against exact', value, unit: 'ratio', bound: 0.95, boundIs: 'least' };
}
