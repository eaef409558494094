import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withLine } from '../open-line.ts';
import type { Api } from '../line.ts';
import { formatTable } from '../table.ts';

type Figure = {
  readonly name: string;
  readonly runs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
};

const WORDS =
  'invoice review contract homepage newsletter logo meeting budget proposal photos draft feedback launch'.split(
    ' ',
  );
const QUERIES = ['invoice', 'home', 'contract review', 'type:task launch', 'budg'];

/** Measures this machine through the same procedures the app uses, on a workspace in the temporary folder. */
export async function runBench(
  context: CommandContext,
  options: { readonly tasks: number },
): Promise<number> {
  const dataDir = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
  try {
    const startedAt = performance.now();
    const figures = await withLine(
      { ...context, options: { dataDir, passphraseFile: undefined } },
      async ({ api }) => {
        await api.system.setup({ passphrase: randomBytes(16).toString('hex'), useKeychain: false });
        return measureAll(api, options.tasks, performance.now() - startedAt);
      },
    );
    await context.output.answer({ tasks: options.tasks, figures }, () => figuresText(figures));
    return EXIT.done;
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function measureAll(api: Api, tasks: number, setupMs: number): Promise<readonly Figure[]> {
  const write = await measure('create a task (acknowledged write)', tasks, (run) =>
    api.tasks.create({ title: titleOf(run) }),
  );
  return [
    { name: 'make an encrypted workspace', runs: 1, p50Ms: round(setupMs), p95Ms: round(setupMs) },
    write,
    await measure('first page of tasks', 50, () => api.tasks.list({ limit: 100 })),
    await measure('search', 100, (run) =>
      api.search.query({ query: QUERIES[run % QUERIES.length] ?? '', limit: 30 }),
    ),
    await measure('home', 20, () => api.home.get()),
  ];
}

async function measure(name: string, runs: number, work: (run: number) => Promise<unknown>): Promise<Figure> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const startedAt = performance.now();
    await work(run);
    times.push(performance.now() - startedAt);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => round(times[Math.min(runs - 1, Math.floor(runs * share))] ?? 0);
  return { name, runs, p50Ms: at(0.5), p95Ms: at(0.95) };
}

function titleOf(run: number): string {
  const word = (step: number): string => WORDS[(run * step + run) % WORDS.length] ?? '';
  return `${word(1)} ${word(5)} ${word(7)} ${run}`;
}

function round(ms: number): number {
  return Math.round(ms * 100) / 100;
}

function figuresText(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, runs, p50Ms, p95Ms }) => [
    name,
    `${runs}x`,
    `${p50Ms} ms`,
    `${p95Ms} ms`,
  ]);
  return formatTable([['', 'runs', 'median', '95 %'], ...rows]);
}
