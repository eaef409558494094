import type { FileChange, PluginContext } from '#sdk';
import { groupOf, itemOf } from './file-item.ts';
import { createPutter } from './put-items.ts';
import { readTexts } from './read-texts.ts';
import type { Tally } from './tally.ts';
import { createDecider, type Decision, type Ways } from './ways.ts';

type Host = Pick<PluginContext, 'files' | 'index' | 'log'>;

const CHANGES = 500;
const IDS = 200;
const TEXT_FILE = /\.(txt|text|md|markdown|csv|html?|docx|pdf)$/i;

type Taken = { readonly file: FileChange; readonly decision: Decision };

/** Takes in what changed in a folder since it was last acknowledged, page by page. */
export async function followFolder(host: Host, folder: string, ways: Ways, tally: Tally): Promise<void> {
  const decide = createDecider(ways, folder);
  for (let hasMore = true; hasMore;) {
    if (tally.isFull()) {
      tally.isUnfinished = true;
      return;
    }
    const page = await host.files.listChanged({ folder, limit: CHANGES });
    const taken: Taken[] = [];
    const gone: FileChange[] = [];
    for (const file of page.changes) {
      const decision = file.change === 'removed' ? null : decide(file);
      if (decision === null || decision.taken === 'no') gone.push(file);
      else taken.push({ file, decision });
    }
    const refusals = await take(host, folder, taken, tally);
    // What is new and left out was never put there.
    await removeIds(
      host,
      gone.filter(({ change }) => change !== 'added').map(({ id }) => id),
    );
    // Only now: a run that ends before begins with these again.
    await host.files.ack({ folder, cursor: page.cursor });
    for (const { file } of taken) if (file.change !== 'removed') tally[file.change] += 1;
    tally.removed += gone.filter(({ change }) => change === 'removed').length;
    tally.leftOut += gone.filter(({ change }) => change !== 'removed').length;
    tellRefusals(host, refusals, tally);
    hasMore = page.hasMore;
  }
}

export type Revisit = {
  readonly now: Ways;
  /** Null where everything is to be put in again. */
  readonly before: Ways | null;
  /** Where an earlier run has come to. */
  readonly from: string;
};

/**
 * Looks at all files of a folder again where rules, names or settings are not what they were. Answers where it has
 * come to, or null when it is through.
 */
export async function revisitFolder(
  host: Host,
  folder: string,
  { now, before, from }: Revisit,
  tally: Tally,
): Promise<string | null> {
  const decide = createDecider(now, folder);
  const decidedBefore = before && createDecider(before, folder);
  let cursor = from;
  for (let hasMore = true; hasMore;) {
    if (tally.isFull()) {
      tally.isUnfinished = true;
      return cursor;
    }
    const page = await host.files.listChanged({ folder, cursor, limit: CHANGES });
    const decided = page.changes
      .filter(({ change }) => change !== 'removed')
      .map((file) => ({ file, decision: decide(file) }))
      .filter(({ file, decision }) => !isSame(decision, decidedBefore?.(file)));
    const taken = decided.filter(({ decision }) => decision.taken !== 'no');
    // Their refusals have been told of.
    await take(host, folder, taken, tally);
    const out = decided.filter(({ decision }) => decision.taken === 'no');
    await removeIds(
      host,
      out.map(({ file }) => file.id),
    );
    tally.linkedAnew += taken.length;
    tally.leftOut += out.length;
    ({ cursor, hasMore } = page);
  }
  return null;
}

/** Of a folder that is no longer granted nothing stays in the search. */
export async function forgetFolder(host: Host, folder: string, tally: Tally): Promise<void> {
  for (;;) {
    const { items } = await host.index.list({ kind: 'file', groupName: groupOf(folder), limit: IDS });
    if (items.length === 0) return;
    await host.index.remove({ kind: 'file', ids: items.map(({ id }) => id) });
    tally.removed += items.length;
  }
}

async function take(
  host: Host,
  folder: string,
  taken: readonly Taken[],
  tally: Tally,
): Promise<ReadonlyMap<string, string>> {
  const putter = createPutter(host.index);
  const refusals = new Map<string, string>();
  for (const { file, decision } of taken) {
    if (decision.taken !== 'name') continue;
    if (TEXT_FILE.test(file.path)) refusals.set(file.path, 'too_large');
    await putter.add(itemOf(folder, file, decision, ''));
  }
  const decisions = new Map(taken.map(({ file, decision }) => [file.id, decision]));
  const readable = taken.filter(({ decision }) => decision.taken === 'text').map(({ file }) => file);
  await readTexts(host.files, folder, readable, async (file, read) => {
    const decision = decisions.get(file.id);
    if (decision === undefined) return;
    if ('refusal' in read) refusals.set(file.path, read.refusal);
    const text = 'text' in read ? read.text : '';
    tally.charsTaken += text.length;
    await putter.add(itemOf(folder, file, decision, text));
  });
  await putter.end();
  return refusals;
}

async function removeIds({ index }: Host, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += IDS) {
    await index.remove({ kind: 'file', ids: ids.slice(at, at + IDS) });
  }
}

function isSame(now: Decision, before: Decision | undefined): boolean {
  return (
    now.taken === before?.taken && now.projectId === before.projectId && now.clientId === before.clientId
  );
}

const MAX_LINES = 200;

/** Each once: what was acknowledged is not read again until it changes. */
function tellRefusals({ log }: Host, refusals: ReadonlyMap<string, string>, tally: Tally): void {
  for (const [file, reason] of refusals) {
    tally.unread += 1;
    if (tally.unread <= MAX_LINES) log.warn('no text could be read', { file, reason });
  }
}
