import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { followJob } from '../follow-job.ts';
import { withWorkspace } from '../open-line.ts';
import { describePlugin, pluginCells, runCells } from '../plugin-text.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

const MAX_LIMIT = 500;

export function runPluginList(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const plugins = await api.plugins.list();
    await context.output.answer(plugins, () =>
      plugins.length === 0 ? 'No plugin is installed.' : formatTable(plugins.map(pluginCells)),
    );
    return EXIT.done;
  });
}

/** Those that come with the app. */
export function runPluginShipped(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const offers = await api.plugins.shipped();
    await context.output.answer(offers, () =>
      formatTable(offers.map(({ name, version, description }) => [name, version, description])),
    );
    return EXIT.done;
  });
}

export function runPluginShow(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const plugin = await api.plugins.get({ name });
    const { items } = await api.plugins.runs({ name, limit: 10 });
    await context.output.answer({ ...plugin, runs: items }, () =>
      [describePlugin(plugin), formatTable(items.map(runCells))].filter(Boolean).join('\n'),
    );
    return EXIT.done;
  });
}

/** Runs it once and waits; 1 where it was refused or has failed. */
export function runPluginRun(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { jobId } = await api.plugins.runNow({ name, trigger: 'command_line' });
    await followJob(context, api, jobId);
    const { items } = await api.plugins.runs({ name, limit: MAX_LIMIT });
    const run = items.find((one) => one.jobId === jobId);
    if (run === undefined) throw new AppError('not_found', 'This run is no longer known.');
    const isDone = run.outcome === 'done';
    // Who reads the answer by a program still sees why it ended.
    if (!isDone && context.output.isJson) context.output.say(`adiuva: ${printable(run.summary)}`);
    await context.output.answer(run, () =>
      printable(isDone ? `${name} is done. ${run.summary}` : run.summary),
    );
    return isDone ? EXIT.done : EXIT.failed;
  });
}

export function runPluginSteer(
  context: CommandContext,
  what: 'pause' | 'resume',
  name: string,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const plugin = await api.plugins[what]({ name });
    await context.output.answer(plugin, () => formatTable([pluginCells(plugin)]));
    return EXIT.done;
  });
}

/** Five-field cron, or `off`. */
export function runPluginSchedule(context: CommandContext, name: string, cron: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const plugin = await api.plugins.setSchedule({ name, schedule: cron === 'off' ? null : cron });
    await context.output.answer(plugin, () => formatTable([pluginCells(plugin)]));
    return EXIT.done;
  });
}

/** `key=value` pairs; a value is JSON where it reads as such, else text. */
export function runPluginSet(
  context: CommandContext,
  name: string,
  pairs: readonly string[],
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { settings } = await api.plugins.get({ name });
    const given = Object.fromEntries(pairs.map(pairOf));
    const plugin = await api.plugins.setSettings({ name, settings: { ...settings, ...given } });
    await context.output.answer(plugin, () => describePlugin(plugin));
    return EXIT.done;
  });
}

function pairOf(pair: string): readonly [string, unknown] {
  const at = pair.indexOf('=');
  if (at < 1) throw new AppError('invalid_input', 'A setting reads key=value. Nothing was changed.');
  const text = pair.slice(at + 1);
  try {
    return [pair.slice(0, at), JSON.parse(text)];
  } catch {
    return [pair.slice(0, at), text];
  }
}

export function runPluginRemove(
  context: CommandContext,
  name: string,
  options: { readonly keepItems?: boolean },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const keepItems = options.keepItems === true;
    const { removedItemCount } = await api.plugins.remove({ name, keepItems });
    const found = keepItems ? 'What it found stays' : `${removedItemCount} things that it found are gone`;
    await context.output.answer(
      { removedItemCount },
      () => `${name} is removed with its rights, settings and memory. ${found}; its proposals are withdrawn.`,
    );
    return EXIT.done;
  });
}

/** The latest lines, in the order in which they were said. */
export function runPluginLogs(context: CommandContext, name: string, limit: number): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const page = await api.plugins.logs({ name, limit: Math.min(limit, MAX_LIMIT) });
    const lines = page.items.toReversed();
    await context.output.answer(lines, () =>
      lines.length === 0
        ? 'It has said nothing yet.'
        : lines
            .map(({ at, level, message }) =>
              printable(`${new Date(at).toISOString().slice(0, 19)}  ${level}  ${message}`),
            )
            .join('\n'),
    );
    return EXIT.done;
  });
}
