import type { PluginContext } from '#sdk';
import { addDays } from './days.ts';

const KEY = 'told';
const MOST = 1_500;

/** Clashes that were told once, by the day they are on: an answer of the person is not asked for again. */
export type Memory = {
  has(name: string): boolean;
  add(name: string, day: string): void;
  save(): Promise<void>;
};

export async function loadMemory(ctx: PluginContext, today: string): Promise<Memory> {
  const kept = (await ctx.state.get<[string, string][]>(KEY)) ?? [];
  const told = new Map(kept.filter(([, day]) => day >= addDays(today, -7)));
  let isChanged = false;
  return {
    has: (name) => told.has(name),
    add(name, day) {
      isChanged = true;
      told.set(name, day);
    },
    async save() {
      if (isChanged) await ctx.state.set(KEY, [...told].slice(-MOST));
      isChanged = false;
    },
  };
}
