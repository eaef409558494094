import { definePlugin, type Client, type Page, type PluginContext } from '#sdk';
import { forgetOld, lookAgain, putPages, type Kept } from './keep-pages.ts';
import { digest, keepMemory, readMemory, type Memory } from './memory.ts';
import { readBrowsers, type Found } from './read-browser.ts';
import { collectWorkSites, type Wishes, type WorkSites } from './work-sites.ts';

const DAY_MS = 86_400_000;

/** Pages of the work become findable: addresses and titles of clients' sites and work bookmarks, counted and dated. */
export const plugin = definePlugin({
  async run(ctx) {
    const { keepDays = 180, ...wishes } = ctx.settings as Wishes & { keepDays?: number };
    const since = Math.max(0, ctx.now - keepDays * DAY_MS);
    const profiles = await listProfiles(ctx);
    const work = collectWorkSites(await listClients(ctx), wishes);
    const memory = await readMemory(ctx.state);
    const chosenBy = digest([work, keepDays]);
    const isSame = memory.chosenBy === chosenBy && !memory.isWriting;
    const isLess = Object.keys(memory.cursors).some((profile) => !profiles.includes(profile));
    const cursors = isSame && !isLess ? memory.cursors : {};
    const found = await readBrowsers(ctx, { profiles, work, since, cursors });
    const kept: Kept = { added: 0, changed: 0, forgotten: 0 };
    await keepMemory(ctx.state, { ...memory, isWriting: true });
    await keep(ctx, { found, work, since, isAnew: !isSame || isLess, isLess }, kept);
    await keepMemory(ctx.state, afterwards({ memory, found, profiles, chosenBy }));
    const unread = found.unread.length + found.missing.length;
    const counts = { profiles: profiles.length, unread, ...kept };
    ctx.log.info('profiles looked at', counts);
    return { summary: summaryOf(kept, unread), ...counts, sites: groupsOf(found) };
  },
});

type Work = {
  readonly found: Found;
  readonly work: WorkSites;
  readonly since: number;
  readonly isAnew: boolean;
  readonly isLess: boolean;
};

async function keep(
  ctx: PluginContext,
  { found, work, since, isAnew, isLess }: Work,
  kept: Kept,
): Promise<void> {
  const { index } = ctx;
  // What a profile has told cannot be told apart from the others: without it all is counted anew from those that
  // are left. Where one of them cannot be read now, that waits.
  const isWhole = isLess && found.unread.length === 0;
  await putPages(index, [...found.pages.values()], isWhole ? 'replace' : isAnew ? 'larger' : 'add', kept);
  // Bookmarks of a profile that cannot be read now are not known.
  if (found.unread.length > 0) return;
  if (isAnew) await lookAgain(index, work, { pages: found.pages, isWhole }, kept);
  await forgetOld(index, since, (url) => (found.pages.get(url)?.bookmarkedAt ?? 0) > 0, kept);
}

function afterwards(parts: {
  readonly memory: Memory;
  readonly found: Found;
  readonly profiles: readonly string[];
  readonly chosenBy: string;
}): Memory {
  const { memory, found, profiles, chosenBy } = parts;
  const isWhole = found.unread.length === 0;
  const left = Object.entries(memory.cursors).filter(
    ([profile]) =>
      [...found.unread, ...found.missing].includes(profile) ||
      // Those that were taken away stay listed until all could be counted without them.
      (!isWhole && !profiles.includes(profile)),
  );
  return {
    cursors: { ...found.cursors, ...Object.fromEntries(left) },
    // Chosen anew only in part: the rest is done when the others can be read.
    chosenBy: isWhole || memory.chosenBy === chosenBy ? chosenBy : '',
    isWriting: false,
  };
}

function groupsOf({ pages }: Found): number {
  return new Set([...pages.values()].map(({ belonging }) => belonging.group)).size;
}

/** `12 pages added, 5 updated, 3 forgotten.` */
function summaryOf({ added, changed, forgotten }: Kept, unread: number): string {
  const counts: readonly (readonly [number, string])[] = [
    [added, 'added'],
    [changed, 'updated'],
    [forgotten, 'forgotten'],
  ];
  const told = counts.filter(([count]) => count > 0);
  const first = told[0]?.[0] === 1 ? 'page ' : 'pages ';
  const parts = told.map(([count, word], index) => `${count} ${index === 0 ? first : ''}${word}`);
  const sentences = [parts.length === 0 ? 'Nothing new.' : `${parts.join(', ')}.`];
  if (unread > 0) sentences.push(`${unread} ${unread === 1 ? 'profile' : 'profiles'} could not be read.`);
  return sentences.join(' ');
}

async function listProfiles(ctx: PluginContext): Promise<readonly string[]> {
  const rights = await ctx.rights.list();
  return [
    ...new Set(rights.filter(({ type }) => type === 'read_browser_history').map(({ resource }) => resource)),
  ];
}

async function listClients(ctx: PluginContext): Promise<readonly Client[]> {
  const all: Client[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: Page<Client> = await ctx.workspace.listClients({
      archived: 'include',
      limit: 200,
      ...(cursor === '' ? {} : { cursor }),
    });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
}
