import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '#main/db/store.ts';
import {
  dropParts,
  hasParts,
  isUnfinished,
  listNamingJobs,
  listPassingKeys,
  type NamingJob,
} from './spare-content.store.ts';

export type SpareContentDeps = {
  readonly store: Store;
  readonly nowMs: () => number;
  /** Ids of the uploads that this process is taking in right now. */
  readonly underWay: () => readonly string[];
};

export type SpareContent = {
  /** Removes what nothing names any more and answers how many contents went. */
  collect(signal?: AbortSignal): Promise<number>;
};

const DAY_MS = 86_400_000;
const PARTS_A_TURN = 16;
const COMMAND = { command: 'system.tidy', principal: 'tidy' } as const;

/** An upload (`<id>:<file>`), a copy on its way to its hash (`<id>`), an archive to be fetched (`export:<job>`). */
const UPLOAD = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21}):(?:\d+|list)$/;
const COPY = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21})$/;
const ARCHIVE = /^export:([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f-]{21})$/;

/**
 * Removes parts of content that were on their way somewhere when their process was lost or their page was closed.
 * "A start-up never deletes" is said of what a person keeps. These are leftovers of the machinery: nobody ever saw
 * them, no row and no log entry names them, and they are left alone for a day all the same. Content under its hash is
 * what attachments, their trash and undo name; it is never looked at here, purging the trash removes it.
 */
export function createSpareContent({ store, nowMs, underWay }: SpareContentDeps): SpareContent {
  return {
    async collect(signal) {
      const [keys, jobs] = await Promise.all([listPassingKeys(store.reader), listNamingJobs(store.reader)]);
      const named = { jobs, underWay: new Set(underWay()), before: nowMs() - DAY_MS };
      const spare = keys.filter((key) => isSpare(key, named));
      for (const key of spare) await drop(store, key, signal);
      return spare.length;
    },
  };
}

async function drop(store: Store, key: string, signal: AbortSignal | undefined): Promise<void> {
  while (signal?.aborted !== true && (await hasParts(store.reader, key))) {
    await store.write(COMMAND, (tx) => dropParts(tx, key, PARTS_A_TURN));
    await wait(0);
  }
}

type Naming = {
  readonly jobs: readonly NamingJob[];
  readonly underWay: ReadonlySet<string>;
  /** Nothing begun later is touched. */
  readonly before: number;
};

function isSpare(key: string, { jobs, underWay, before }: Naming): boolean {
  const id = (UPLOAD.exec(key) ?? COPY.exec(key) ?? ARCHIVE.exec(key))?.[1];
  // What has another shape is not ours to judge.
  if (id === undefined || begunAt(id) >= before || underWay.has(id)) return false;
  if (COPY.test(key)) {
    // Only the running job itself knows its copies; they wait until no import has anything left to do.
    return !jobs.some((job) => job.kind === 'import' && isUnfinished(job));
  }
  if (ARCHIVE.test(key)) {
    return !jobs.some((job) => job.id === id && (isUnfinished(job) || job.status === 'done'));
  }
  return !jobs.some((job) => job.uploadId === id && mayReadUpload(job, before));
}

/** One that failed or was set aside can be tried again as long as its row is kept; after a dry run comes the real one. */
function mayReadUpload(job: NamingJob, before: number): boolean {
  if (isUnfinished(job) || job.status === 'failed' || job.status === 'set_aside') return true;
  return job.finishedAt === null || job.finishedAt >= before;
}

/** The instant in a UUIDv7 (RFC 9562, section 5.7): its first 48 bits, milliseconds since the Unix epoch. */
function begunAt(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
}
