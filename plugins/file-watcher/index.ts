import { definePlugin, type PluginContext } from '#sdk';
import { followFolder, forgetFolder, revisitFolder } from './follow-folder.ts';
import {
  digestOf,
  isSameWays,
  keepFolders,
  keepRevisit,
  keepWays,
  readMemory,
  type Memory,
} from './memory.ts';
import { readWays } from './read-ways.ts';
import { createTally, summaryOf, type Tally } from './tally.ts';
import type { Ways } from './ways.ts';

/** Granted folders become findable: text in the search, linked by rules and by the names of folders. */
export const plugin = definePlugin({
  async run(ctx) {
    const tally = createTally();
    const folders = await listFolders(ctx);
    const memory = await readMemory(ctx.state);
    const { ways, unknownRules } = await readWays(ctx);
    // On the first run everything is decided by these.
    if (memory.ways === null) await keepWays(ctx.state, ways);
    const lost = await forgetGone(ctx, folders, memory, tally);
    const reached = await follow(ctx, folders, ways, tally);
    // A folder that cannot be reached now is looked at again with the others when it is back.
    const isAll = reached.length === folders.length && !tally.isUnfinished;
    if (isAll) await revisit(ctx, { folders, lost, ways, memory }, tally);
    const { added, changed, moved, removed, linkedAnew, leftOut, unread, unreachable, isUnfinished } = tally;
    const counts = { added, changed, moved, removed, linkedAnew, leftOut, unread, unreachable };
    ctx.log.info('folders looked at', { folders: folders.length, ...counts });
    return { summary: summaryOf(tally, unknownRules), folders: folders.length, ...counts, isUnfinished };
  },
});

/** Answers the folders that could be read. */
async function follow(
  ctx: PluginContext,
  folders: readonly string[],
  ways: Ways,
  tally: Tally,
): Promise<readonly string[]> {
  const reached: string[] = [];
  for (const folder of folders) {
    try {
      await followFolder(ctx, folder, ways, tally);
      reached.push(folder);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      // A disk that is not connected, a link in the folder's place.
      if (code !== 'file_unreadable' && code !== 'path_not_allowed') throw error;
      tally.unreachable += 1;
      ctx.log.warn('folder not read', { folder, reason: code });
    }
  }
  return reached;
}

/** What the person has taken away leaves the search. Answers the folders that would have to be put in anew. */
async function forgetGone(
  ctx: PluginContext,
  folders: readonly string[],
  memory: Memory,
  tally: Tally,
): Promise<readonly string[]> {
  const gone = memory.folders.filter((folder) => !folders.includes(folder));
  for (const folder of gone) await forgetFolder(ctx, folder, tally);
  const lost = [...new Set([...memory.lost, ...gone])];
  await keepFolders(ctx.state, { folders, lost });
  return lost;
}

type Revisited = {
  readonly folders: readonly string[];
  readonly lost: readonly string[];
  readonly ways: Ways;
  readonly memory: Memory;
};

/** Files that have not changed, where what decides about them has, or where they left the search. */
async function revisit(ctx: PluginContext, parts: Revisited, tally: Tally): Promise<void> {
  const { folders, ways, memory } = parts;
  const isSame = memory.ways === null || isSameWays(ways, memory.ways);
  const goal = digestOf(ways);
  const cursors = memory.revisit.goal === goal ? { ...memory.revisit.cursors } : {};
  let { lost } = parts;
  for (const folder of folders) {
    const isLost = lost.includes(folder);
    if (isSame && !isLost) continue;
    const before = isLost || typeof memory.ways === 'string' ? null : memory.ways;
    const from = cursors[folder] ?? '0';
    const cursor = await revisitFolder(ctx, folder, { now: ways, before, from }, tally);
    if (cursor !== null) {
      await keepRevisit(ctx.state, { goal, cursors: { ...cursors, [folder]: cursor } });
      return;
    }
    // Later in this look it is passed over: nothing lies behind its end.
    cursors[folder] = END;
    lost = lost.filter((one) => one !== folder);
    await keepFolders(ctx.state, { folders, lost });
  }
  if (!isSame) await keepWays(ctx.state, ways);
  await keepRevisit(ctx.state, { goal: '', cursors: {} });
}

/** Behind every change there is. */
const END = '999999999999999';

/** Granted folders, without those that lie in another one: their files come with it. */
async function listFolders(ctx: PluginContext): Promise<readonly string[]> {
  const rights = await ctx.rights.list();
  const all = [
    ...new Set(rights.filter(({ type }) => type === 'read_folder').map(({ resource }) => resource)),
  ];
  return all.filter((folder) => !all.some((other) => other !== folder && isWithin(folder, other)));
}

function isWithin(folder: string, other: string): boolean {
  return folder.startsWith(/[\\/]$/.test(other) ? other : `${other}${other.includes('\\') ? '\\' : '/'}`);
}
