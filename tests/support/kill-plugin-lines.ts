import { z } from 'zod';

export const pluginPlanSchema = z.object({
  dataDir: z.string(),
  keychainFile: z.string(),
  plugin: z.string(),
});
export type PluginPlan = z.infer<typeof pluginPlanSchema>;

const lineSchema = z.discriminatedUnion('event', [
  z.object({ event: z.enum(['working', 'done']), jobId: z.string() }),
  /** Something that the plugin wanted is in the store. */
  z.object({ event: z.literal('wanted') }),
]);
export type PluginLine = z.infer<typeof lineSchema>;

/** The lines that came through whole; the kill may have cut the last one. */
export function parsePluginLines(text: string): readonly PluginLine[] {
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter(Boolean)
    .map((line) => lineSchema.parse(JSON.parse(line)));
}
