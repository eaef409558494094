import { defineJob, type JobDefinition } from '#main/engine/jobs/index.ts';
import type { PluginRunner } from './plugin-runner.ts';
import { PLUGIN_RUN, pluginRunInputSchema, resourceOf } from './plugin-run.ts';

/** Those that run beside each other; how many at one time is for the sandbox to say. */
const MOST_AT_ONCE = 16;

/** A run of a plugin. The memo of it is the plugin's own: what it has acknowledged and what it has proposed. */
export function definePluginRun(runner: PluginRunner): JobDefinition<never> {
  const definition = defineJob({
    type: PLUGIN_RUN,
    input: pluginRunInputSchema,
    concurrency: MOST_AT_ONCE,
    resource: ({ name }) => ({ key: resourceOf(name) }),
    run: (ctx, { name }) => runner.run(ctx, name),
  });
  return definition as unknown as JobDefinition<never>; // the engine parses the input by the definition's own schema
}
