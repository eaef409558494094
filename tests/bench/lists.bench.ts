import { createAdiuva, type Caller } from '#main/compose.ts';
import { addDays, systemClock } from '#shared/kernel/clock.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { BENCH_PASSPHRASE, largeDataDir } from './large-store.ts';
import { percentile, timed, type Bench, type Measurement } from './report.ts';

const ROUNDS = 40;

type Case = readonly [
  name: string,
  bound: number | null,
  work: (api: Caller, round: number) => Promise<unknown>,
];

const QUERIES = {
  'one letter': ['a', 's', 'm', 'c', 'p'],
  'two letters': ['in', 'pr', 'co', 'st', 're'],
  'a common word': ['invoice', 'meeting', 'website', 'draft', 'client'],
  'three words': [
    'draft home page',
    'send invoice november',
    'meeting notes client',
    'price list new',
    'brand guide colour',
  ],
  'words with operators': [
    'type:task is:open invoice',
    'due:week draft',
    'type:note brand',
    'priority:high page',
    'is:overdue call',
  ],
  'operators alone': [
    'type:task due:today',
    'is:overdue',
    'type:project',
    'is:done type:task',
    'type:note after:yesterday',
  ],
} as const;

const CASES: readonly Case[] = [
  ['first page of open tasks', 20, (api) => api.tasks.list({ statuses: ['todo', 'in_progress', 'waiting'] })],
  ['tasks due today or before', 20, (api) => api.tasks.list({ preset: 'today' })],
  ['overdue tasks', 20, (api) => api.tasks.list({ preset: 'overdue' })],
  [
    'tasks of high priority',
    20,
    (api) => api.tasks.list({ priorities: ['high', 'urgent'], statuses: ['todo'] }),
  ],
  ['tasks with a tag', 20, async (api) => api.tasks.list({ tags: ['design'] })],
  ['tasks with a word in the title', 20, (api) => api.tasks.list({ text: 'invoice' })],
  ['tasks with two tags', 20, (api) => api.tasks.list({ tags: ['design', 'billing'] })],
  ['tasks with a word that is in no title', 20, (api) => api.tasks.list({ text: 'xyzzy' })],
  ['done tasks, the latest first', 20, (api) => api.tasks.list({ statuses: ['done'], sort: '-completedAt' })],
  ['all tasks by title', 20, (api) => api.tasks.list({ sort: 'title' })],
  [
    'tasks of a client',
    20,
    async (api) => api.tasks.list({ clientIds: [(await api.clients.list({ limit: 1 })).items[0]!.id] }),
  ],
  ['counts of the presets', 20, (api) => api.tasks.counts()],
  ['tags with their counts', 20, (api) => api.tasks.tags()],
  ['first page of notes', 20, (api) => api.notes.list({})],
  ['notes with a tag', 20, (api) => api.notes.list({ tags: ['design'] })],
  ['notes with a word that is in none', 20, (api) => api.notes.list({ text: 'xyzzy' })],
  ['pinned notes', 20, (api) => api.notes.list({ pinnedOnly: true })],
  ['notes by title', 20, (api) => api.notes.list({ sort: 'title' })],
  ['first page of projects', 20, (api) => api.projects.list({})],
  ['first page of clients', 20, (api) => api.clients.list({})],
  ['first page of checkpoints', 20, (api) => api.checkpoints.list({})],
  ['first page of the trash', 20, (api) => api.trash.list({})],
  [
    'timeline of five weeks, open items',
    null,
    (api) => {
      const today = systemClock.today();
      return api.timeline.get({ from: addDays(today, -7), to: addDays(today, 28), includeDone: false });
    },
  ],
  ['Home', 50, (api) => api.home.get()],
];

/** Reading at 100,000 rows: lists, filters and search, through the API and the encrypted store. */
export const bench: Bench = {
  name: 'lists',
  async run() {
    const dataDir = await largeDataDir();
    await using app = createAdiuva({ dataDir, host: 'cli', keychain: null });
    const api = app.caller();
    const status = await api.system.unlock({ passphrase: BENCH_PASSPHRASE });
    invariant(
      status.state === 'ready',
      `the large workspace is ${status.state}: another benchmark may hold it`,
    );
    // A workspace that was just brought in is read for its meaning once, which takes a core of two meanwhile.
    await app.workspace().search.catchUpPassages();
    const measurements: Measurement[] = [];
    for (const [name, bound, work] of CASES) {
      measurements.push(await measure(`${name}, p95`, bound, (round) => work(api, round)));
    }
    for (const [name, queries] of Object.entries(QUERIES)) {
      const search = (round: number) => api.search.query({ query: queries[round % queries.length] ?? '' });
      measurements.push(await measure(`search, ${name}, p95`, 30, search));
    }
    return measurements;
  },
};

async function measure(
  name: string,
  bound: number | null,
  work: (round: number) => Promise<unknown>,
): Promise<Measurement> {
  for (let round = 0; round < 5; round += 1) await work(round);
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) times.push(await timed(() => work(round)));
  const note = `median ${percentile(times, 50).toFixed(1)} ms`;
  return { name, value: percentile(times, 95), unit: 'ms', note, ...(bound === null ? {} : { bound }) };
}
