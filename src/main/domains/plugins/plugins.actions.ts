import { z } from 'zod';
import { permissionTypeSchema } from '#shared/contracts/permissions.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { PluginRightsService } from './plugin-rights.service.ts';
import { STATE_LIMITS, type PluginStateService } from './plugin-state.service.ts';

const keySchema = z.string().min(1).max(STATE_LIMITS.keyLength);

type Parts = { readonly state: PluginStateService; readonly rights: PluginRightsService };

/** What a plugin may do with what is its own: its memory, and the list of its rights. */
export function pluginActions(parts: () => Parts): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'state.get',
      title: 'Remember',
      description: 'Reads a value that the plugin kept under a key in an earlier run.',
      input: z.object({ key: keySchema }),
      output: z.json().optional(),
      effect: 'read',
      needs: () => [],
      run: async ({ principal }, { key }) =>
        (await parts().state.get(principal, key)) as z.infer<ReturnType<typeof z.json>>,
    }),
    defineAction({
      id: 'state.set',
      title: 'Keep in mind',
      description:
        'Keeps a small value under a key for later runs of the plugin; it goes when the plugin goes.',
      input: z.object({ key: keySchema, value: z.json() }),
      output: z.object({}),
      // It changes the memory of the plugin itself and nothing of the workspace.
      effect: 'read',
      needs: () => [],
      run: async ({ principal }, { key, value }) => {
        await parts().state.set(principal, key, value);
        return {};
      },
    }),
    defineAction({
      id: 'rights.list',
      title: 'List own rights',
      description:
        'The accounts, folders, calendars, profiles and parts of the workspace that the caller was given.',
      input: z.object({}),
      output: z.array(z.object({ type: permissionTypeSchema, resource: z.string(), label: z.string() })),
      effect: 'read',
      needs: () => [],
      run: async ({ principal }) => [...(await parts().rights.listOf(principal))],
    }),
  ];
}
