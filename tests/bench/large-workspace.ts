import { addDays, type Clock } from '#shared/kernel/clock.ts';
import { createIdSource, type IdSource } from '#shared/kernel/ids.ts';
import { COLOURS } from '#shared/contracts/common.ts';
import type { Entity } from '#shared/contracts/changes.ts';
import type { ProjectStatus } from '#shared/contracts/projects.ts';
import type { TaskPriority, TaskStatus } from '#shared/contracts/tasks.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import type { Store } from '#main/db/store.ts';
import { newClientRow } from '#main/domains/clients/index.ts';
import { newNoteRow } from '#main/domains/notes/index.ts';
import { newProjectRow } from '#main/domains/projects/index.ts';
import { makeSampleRows, sampleWorld, type SampleRows } from '#main/domains/sample/index.ts';
import { newTaskRow } from '#main/domains/tasks/index.ts';
import { generateNKeysBetween } from 'fractional-indexing';
import { createSeededRandom, type SeededRandom } from './seeded-random.ts';
import { createWordChain, type WordChain } from './word-chain.ts';

export type WorkspaceSize = {
  readonly clients: number;
  readonly projects: number;
  readonly checkpoints: number;
  readonly tasks: number;
  readonly comments: number;
  readonly notes: number;
};

/** 100,000 rows: the size at which the speed of the product is measured. */
export const LARGE_WORKSPACE: WorkspaceSize = {
  clients: 500,
  projects: 2_000,
  checkpoints: 2_500,
  tasks: 60_000,
  comments: 5_000,
  notes: 30_000,
};

export type LargeWorkspaceOptions = {
  readonly clock: Clock;
  readonly size?: WorkspaceSize;
  /** The same seed, size and clock make the same workspace, ids included. */
  readonly seed?: number;
};

type Maker = {
  readonly random: SeededRandom;
  readonly ids: IdSource;
  readonly chain: WordChain;
  /** Made of titles alone, which are worded otherwise than prose. */
  readonly titleChain: WordChain;
  readonly clock: Clock;
  /** Tags of the sample, the most used first. */
  readonly tags: readonly string[];
};

const BATCH = 1_000;
/** Index pages are written once a transaction, so larger ones take a third less time. */
const TRANSACTION = 10_000;
const DAY_MS = 86_400_000;
const OLDEST_DAYS = 720;

/**
 * Fills a store with what a freelancer would have after many busy years: words and tags as frequent as in the sample,
 * most tasks done, some notes linking to others. Rows go in by batches, all in one change set.
 */
export async function makeLargeWorkspace(
  store: Store,
  options: LargeWorkspaceOptions,
): Promise<WorkspaceSize> {
  const { clock, size = LARGE_WORKSPACE, seed = 1 } = options;
  const random = createSeededRandom(seed);
  const ids = createIdSource(() => clock.nowMs(), random.bytes);
  const sample = makeSampleRows(sampleWorld, { clock, ids });
  const maker: Maker = {
    random,
    ids,
    chain: createWordChain(textsOf(sample), random),
    titleChain: createWordChain(titlesOf(sample), random),
    clock,
    tags: tagsByUse(sample),
  };
  const insert = inserterOf(store);

  const clientIds = await insert('client', size.clients, () => clientRow(maker));
  const projectIds = await insert('project', size.projects, () => projectRow(maker, random.pick(clientIds)));
  const checkpointIds = await insert('checkpoint', size.checkpoints, () =>
    checkpointRow(maker, random.pick(projectIds)),
  );
  const sortKeys = generateNKeysBetween(null, null, size.tasks);
  const parents: EntityInsert<'task'>[] = [];
  const taskIds = await insert('task', size.tasks, (index) => {
    const row = taskRow(maker, sortKeys[index] ?? 'a0');
    const parent = parents.length > 0 && random.chance(0.12) ? random.pick(parents) : undefined;
    const projectId = random.chance(0.9) ? random.pick(projectIds) : null;
    const waitsFor = random.chance(0.03) ? [random.pick(checkpointIds)] : [];
    const placed = {
      ...row,
      projectId: parent ? parent.projectId : projectId,
      parentId: parent?.id ?? null,
      waitsForCheckpointIds: waitsFor,
    };
    if (!parent && index % 7 === 0) parents.push(placed);
    return placed;
  });
  await insert('task_comment', size.comments, () => commentRow(maker, random.pick(taskIds)));
  const titles: string[] = [];
  await insert('note', size.notes, () => {
    const row = noteRow(maker, titles);
    titles.push(row.title);
    const projectId = random.chance(0.8) ? random.pick(projectIds) : null;
    const clientId = projectId === null && random.chance(0.5) ? random.pick(clientIds) : null;
    return { ...row, projectId, clientId };
  });
  return size;
}

/** Inserts `count` made rows, all calls in one change set; answers their ids. */
function inserterOf(store: Store) {
  let changeSetId: number | undefined;
  return async function insert<E extends Entity>(
    entity: E,
    count: number,
    make: (index: number) => EntityInsert<E> & { readonly id: string },
  ): Promise<readonly string[]> {
    const ids: string[] = [];
    for (let from = 0; from < count; from += TRANSACTION) {
      const to = Math.min(from + TRANSACTION, count);
      const command = { command: 'imports.run', principal: 'import', ...(changeSetId && { changeSetId }) };
      const written = await store.write(command, (tx) => {
        for (let at = from; at < to; at += BATCH) {
          const rows = Array.from({ length: Math.min(BATCH, to - at) }, (_, index) => make(at + index));
          tx.insert(entity, rows);
          for (const row of rows) ids.push(row.id);
        }
      });
      changeSetId ??= written.changeSetId ?? undefined;
    }
    return ids;
  };
}

function clientRow({ random, ids, chain, clock, tags }: Maker): EntityInsert<'client'> {
  const name = `${chain.name()} ${random.pick(['Studio', 'Verlag', '& Partner', 'Associati', 'Works'])}`;
  const host = `${name.split(' ')[0]?.toLowerCase() ?? 'client'}.test`;
  const contact = {
    id: ids.next(),
    name: `${chain.name()} ${chain.name()}`,
    role: '',
    email: `office@${host}`,
    phone: '',
  };
  const address = {
    street: `Via ${chain.name()} 1`,
    city: chain.name(),
    postalCode: '',
    region: '',
    country: 'Italia',
  };
  return newClientRow(
    ids.next(),
    {
      name,
      email: `hello@${host}`,
      website: `https://${host}`,
      language: random.pick(['it', 'en', 'de']),
      currency: 'EUR',
      hourlyRateMinor: 5000 + random.below(40) * 100,
      address,
      contacts: [contact],
      notes: chain.prose(20 + random.below(60)),
      tags: someTags(random, tags),
      colour: random.pick(COLOURS),
    },
    pastInstant(random, clock),
  );
}

function projectRow(
  { random, ids, chain, titleChain, clock, tags }: Maker,
  clientId: string,
): EntityInsert<'project'> {
  const status = random.pick<ProjectStatus>([
    'active',
    'completed',
    'completed',
    'completed',
    'planned',
    'on_hold',
  ]);
  const startDay = -random.below(OLDEST_DAYS);
  const createdAt = clock.nowMs() + startDay * DAY_MS;
  const row = newProjectRow(
    ids.next(),
    {
      name: `${chain.name()}: ${titleChain.phrase(2 + random.below(4))}`,
      description: chain.prose(15 + random.below(50)),
      status,
      colour: random.pick(COLOURS),
      budgetMinor: random.below(400) * 5_000,
      currency: 'EUR',
      budgetMinutes: random.below(300) * 60,
      startDate: addDays(clock.today(), startDay),
      dueDate: addDays(clock.today(), startDay + 20 + random.below(160)),
      tags: someTags(random, tags),
    },
    createdAt,
  );
  return { ...row, clientId };
}

function checkpointRow(
  { random, ids, chain, titleChain, clock }: Maker,
  projectId: string,
): EntityInsert<'checkpoint'> {
  const dueDay = random.below(OLDEST_DAYS + 120) - OLDEST_DAYS;
  const createdAt = clock.nowMs() + Math.min(0, dueDay) * DAY_MS - DAY_MS;
  const reachedAt = dueDay < 0 && random.chance(0.95) ? createdAt + DAY_MS / 2 : null;
  const link = {
    id: ids.next(),
    label: chain.phrase(3),
    url: `https://files.example.com/${random.below(1e6)}`,
  };
  return {
    id: ids.next(),
    projectId,
    title: titleChain.phrase(3 + random.below(4)),
    description: chain.prose(random.below(30)),
    dueDate: addDays(clock.today(), dueDay),
    evidence: reachedAt === null ? [] : [link],
    isAiSuggested: false,
    isApproved: true,
    reachedAt,
    deletedAt: null,
    createdAt,
    updatedAt: reachedAt ?? createdAt,
  };
}

function taskRow(maker: Maker, sortKey: string): EntityInsert<'task'> {
  const { random, ids, chain, clock, tags } = maker;
  const dueDay = random.chance(0.85) ? random.below(OLDEST_DAYS + 90) - OLDEST_DAYS : null;
  const isPast = dueDay === null ? random.chance(0.6) : dueDay < 0;
  const status: TaskStatus =
    isPast && random.chance(0.97) ? 'done' : random.pick(['todo', 'todo', 'todo', 'in_progress', 'waiting']);
  const anchorDay = Math.min(0, dueDay ?? -random.below(OLDEST_DAYS));
  const createdAt = clock.nowMs() + (anchorDay - 1 - random.below(20)) * DAY_MS;
  const completedAt = status === 'done' ? createdAt + random.below(DAY_MS) : null;
  const isDated = dueDay !== null;
  const row = newTaskRow(
    ids.next(),
    {
      title: titleOf(maker),
      description: random.chance(0.35) ? chain.prose(8 + random.below(50)) : '',
      status,
      priority: random.pickByRank<TaskPriority>(['none', 'medium', 'high', 'low', 'urgent']),
      dueDate: isDated ? addDays(clock.today(), dueDay) : null,
      dueTime: random.chance(0.1) ? '10:30' : null,
      plannedDate: isDated && random.chance(0.3) ? addDays(clock.today(), dueDay - random.below(6)) : null,
      estimateMinutes: random.chance(0.7) ? 15 * (1 + random.below(32)) : null,
      tags: someTags(random, tags),
      checklist: random.chance(0.1)
        ? [{ id: ids.next(), text: chain.phrase(4), isDone: status === 'done' }]
        : [],
      recurrence: random.chance(0.01) ? { rrule: 'FREQ=WEEKLY', mode: 'schedule', catchUp: 'one' } : null,
    },
    sortKey,
    createdAt,
  );
  return { ...row, completedAt, updatedAt: completedAt ?? createdAt };
}

/** A title in the manner of the sample's, most often about somebody or some place. */
function titleOf({ random, titleChain }: Maker): string {
  const title = titleChain.phrase(3 + random.below(5));
  return random.chance(0.6) ? `${title} ${titleChain.name()}` : title;
}

function commentRow({ random, ids, chain, clock }: Maker, taskId: string): EntityInsert<'task_comment'> {
  const createdAt = pastInstant(random, clock);
  const body = chain.prose(6 + random.below(30));
  return { id: ids.next(), taskId, body, author: 'user', createdAt, updatedAt: createdAt };
}

function noteRow(maker: Maker, earlierTitles: readonly string[]): EntityInsert<'note'> {
  const { random, ids, chain, clock, tags } = maker;
  // Most notes are short and a few are long.
  const words = Math.round(30 + 370 * random.next() ** 2);
  const linked = earlierTitles.length > 0 && random.chance(0.25) ? random.pick(earlierTitles) : null;
  const parts = [
    `## ${chain.phrase(3)}`,
    chain.prose(Math.ceil(words * 0.6)),
    Array.from({ length: 3 }, () => `- ${chain.phrase(5)}`).join('\n'),
    chain.prose(Math.ceil(words * 0.3)),
    ...(linked === null ? [] : [`See [[${linked}]].`]),
  ];
  return newNoteRow(
    ids.next(),
    {
      title: `${titleOf(maker)} ${earlierTitles.length + 1}`,
      body: parts.join('\n\n'),
      tags: someTags(random, tags),
      isPinned: random.chance(0.002),
    },
    pastInstant(random, clock),
  );
}

function someTags(random: SeededRandom, tags: readonly string[]): string[] {
  return [...new Set(Array.from({ length: random.below(4) }, () => random.pickByRank(tags)))];
}

function pastInstant(random: SeededRandom, clock: Clock): number {
  return clock.nowMs() - random.below(OLDEST_DAYS * DAY_MS);
}

function textsOf(sample: SampleRows): readonly string[] {
  return [
    ...sample.note.map((note) => note.body),
    ...sample.task.flatMap((task) => [task.title, task.description]),
    ...sample.task_comment.map((comment) => comment.body),
    ...sample.project.map((project) => project.description),
  ];
}

function titlesOf(sample: SampleRows): readonly string[] {
  return [...sample.task, ...sample.note, ...sample.checkpoint].map((row) => row.title);
}

function tagsByUse(sample: SampleRows): readonly string[] {
  const uses = new Map<string, number>();
  for (const tag of [...sample.task, ...sample.note].flatMap((row) => row.tags)) {
    uses.set(tag, (uses.get(tag) ?? 0) + 1);
  }
  return [...uses].sort((left, right) => right[1] - left[1]).map(([tag]) => tag);
}
