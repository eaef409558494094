import { definePlugin, type PluginContext } from '#sdk';
import { addDays } from './days.ts';
import { partsOf, readEvents, timelineEvent, type LocalEvent } from './events.ts';
import { loadPlaces } from './places.ts';
import { tellClashes } from './tell-clashes.ts';
import { textsIn } from './texts.ts';

const DAY_MS = 86_400_000;
const BATCH = 200;

/** Shows the events of every calendar it was given on the timeline and proposes what to do about clashes. */
export const plugin = definePlugin({
  async run(ctx) {
    const {
      daysBack = 30,
      daysAhead = 90,
      proposeMoves = true,
    } = ctx.settings as {
      daysBack?: number;
      daysAhead?: number;
      proposeMoves?: boolean;
    };
    const sources = await listSources(ctx);
    const { times } = await ctx.time.toLocal({ instants: [ctx.now], timeZone: ctx.timeZone });
    const today = times[0]?.date ?? '';
    const span = { from: ctx.now - daysBack * DAY_MS, to: ctx.now + daysAhead * DAY_MS };
    const read = await readSources(ctx, sources, span);
    const changed = await putEvents(ctx, read.events);
    // The day at the edge of the window may be there in part only.
    const removed = await removeVanished(ctx, { ...read, sources, since: addDays(today, 1 - daysBack) });
    const told = proposeMoves
      ? await tellClashes(ctx, read.events, { today, lastDay: addDays(today, daysAhead) })
      : { clashes: 0, moves: 0 };
    const counts = { events: read.events.length, ...changed, removed, unreadable: read.unreadable, ...told };
    ctx.log.info('calendars read', { calendars: sources.length, ...counts });
    if (read.problems.length > 0 && read.whole.size === 0) throw new Error(read.problems.join(' '));
    const summary = [textsIn(ctx.locale).summary(counts), ...read.problems].join(' ');
    return { summary, calendars: sources.length, ...counts, problems: read.problems };
  },
});

type Source = { readonly id: string; readonly name: string };

async function listSources(ctx: PluginContext): Promise<readonly Source[]> {
  const rights = await ctx.rights.list();
  return rights
    .filter(({ type }) => type === 'read_calendar')
    .map(({ resource, label }) => ({ id: resource, name: label }));
}

type Read = {
  readonly events: readonly LocalEvent[];
  /** Sources that were read to their end: only what these lack has vanished. */
  readonly whole: ReadonlySet<string>;
  readonly unreadable: number;
  readonly problems: readonly string[];
};

async function readSources(
  ctx: PluginContext,
  sources: readonly Source[],
  span: { readonly from: number; readonly to: number },
): Promise<Read> {
  const events: LocalEvent[] = [];
  const whole = new Set<string>();
  const problems: string[] = [];
  let unreadable = 0;
  for (const { id, name } of sources) {
    try {
      const found = await readEvents(ctx, id, span);
      events.push(...found.events);
      unreadable += found.unreadable;
      whole.add(id);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      ctx.log.warn('a calendar could not be read', { calendar: name, why: message });
      problems.push(`${name}: ${message}`);
    }
  }
  return { events, whole, unreadable, problems };
}

async function putEvents(
  ctx: PluginContext,
  events: readonly LocalEvent[],
): Promise<{ readonly added: number; readonly changed: number }> {
  const placeOf = await loadPlaces(ctx);
  const counts = { added: 0, changed: 0 };
  for (let start = 0; start < events.length; start += BATCH) {
    const part = events.slice(start, start + BATCH);
    const { added, changed, refused } = await ctx.timeline.put(
      part.map((local) => timelineEvent(local, placeOf(local.event))),
    );
    counts.added += added;
    counts.changed += changed;
    if (refused.length > 0) ctx.log.warn('events were refused', { count: refused.length });
  }
  return counts;
}

/** Takes away what is no longer in its calendar, and what came from a calendar that may no longer be read. */
async function removeVanished(
  ctx: PluginContext,
  read: Read & { readonly sources: readonly Source[]; readonly since: string },
): Promise<number> {
  const present = new Set(read.events.map(({ key }) => key));
  const granted = new Set(read.sources.map(({ id }) => id));
  const gone: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await ctx.index.list({
      kind: 'event',
      limit: 500,
      ...(after === undefined ? {} : { after }),
    });
    for (const { id } of page.items) {
      const { day, source } = partsOf(id);
      const isVanished = read.whole.has(source) && day >= read.since && !present.has(id);
      if (isVanished || !granted.has(source)) gone.push(id);
    }
    if (page.after === null) break;
    after = page.after;
  }
  for (let start = 0; start < gone.length; start += BATCH) {
    await ctx.timeline.remove(gone.slice(start, start + BATCH));
  }
  return gone.length;
}
