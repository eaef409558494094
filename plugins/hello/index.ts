import { definePlugin } from '#sdk';
import { greet } from './greeting.ts';

/** Greets, names the first tasks of today, and remembers how often it has run. */
export const plugin = definePlugin({
  async run(ctx) {
    const { name, limit = 5 } = ctx.settings as { name?: string; limit?: number };
    const { items, total } = await ctx.workspace.listTasks({ preset: 'today', limit });
    const runs = ((await ctx.state.get<number>('runs')) ?? 0) + 1;
    await ctx.state.set('runs', runs);
    const greeting = greet(name ?? '', ctx.locale);
    // The log holds counts; titles are the person's own and go into the result alone.
    ctx.log.info('greeted', { tasks: total, runs });
    return { greeting, runs, tasks: items.map(({ title }) => title), total };
  },
});
