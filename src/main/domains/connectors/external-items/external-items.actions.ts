import { z } from 'zod';
import { principalText } from '#shared/contracts/actions.ts';
import {
  indexListInputSchema,
  indexListOutputSchema,
  indexPutInputSchema,
  indexRemoveInputSchema,
  putEventsInputSchema,
  putOutcomeSchema,
  type ExternalKind,
} from '#shared/contracts/external-items.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { toWrite } from '#shared/kernel/permission-scope.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { ExternalItems } from './external-items.ts';

type Linked = { readonly projectId?: string | null; readonly clientId?: string | null };

/** One right for each place that the items go to. */
function needsOf(items: readonly (Linked & { readonly kind: ExternalKind })[]): readonly PermissionRequest[] {
  const requests = items.map(({ kind, projectId = null, clientId = null }) =>
    toWrite({ kind, projectId, clientId }),
  );
  return [...new Map(requests.map((one) => [one.resource, one])).values()];
}

/**
 * What a plugin puts into the index and on the timeline is its own: nobody's work is changed by it and it goes when
 * the plugin goes. With the right given it needs no proposal; thousands of them would only bury the others.
 */
export function externalItemActions(items: ExternalItems): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'index.put',
      title: 'Put into the search index',
      description:
        'Makes files, web pages or mails findable in the search, with title, text, address, project and client.',
      input: indexPutInputSchema,
      output: putOutcomeSchema,
      effect: 'write',
      unattended: 'run',
      needs: (input) => needsOf(input.items),
      preview: async (_, { items: wanted }) => previewOf(`${wanted.length} entries for the search index`),
      run: ({ principal }, input) => items.putItems(principalText(principal), input.items),
    }),
    defineAction({
      id: 'index.list',
      title: 'List own entries of the search index',
      description:
        'What the caller itself has put into the search or on the timeline, with the beginning of its text.',
      input: indexListInputSchema,
      output: indexListOutputSchema,
      effect: 'read',
      needs: ({ kind }) => [toWrite({ kind })],
      run: ({ principal }, input) => items.listOwn(principalText(principal), input),
    }),
    defineAction({
      id: 'index.remove',
      title: 'Remove from the search index',
      description:
        "Takes the caller's own entries (files, web pages, mails, events) out of the search and the timeline.",
      input: indexRemoveInputSchema,
      output: z.object({ removed: z.number() }),
      effect: 'write',
      unattended: 'run',
      needs: ({ kind }) => [toWrite({ kind })],
      preview: async (_, { ids }) => previewOf(`${ids.length} entries less in the search index`),
      run: async ({ principal }, { kind, ids }) => ({
        removed: await items.remove(principalText(principal), kind, ids),
      }),
    }),
    defineAction({
      id: 'timeline.put_events',
      title: 'Put events on the timeline',
      description: 'Shows events of a calendar on the timeline and in the search, with times or whole days.',
      input: putEventsInputSchema,
      output: putOutcomeSchema,
      effect: 'write',
      unattended: 'run',
      needs: ({ events }) => needsOf(events.map((event) => ({ ...event, kind: 'event' as const }))),
      preview: async (_, { events }) => previewOf(`${events.length} events for the timeline`),
      run: ({ principal }, { events }) => items.putEvents(principalText(principal), events),
    }),
  ];
}

function previewOf(summary: string) {
  const none = { entityId: null, projectId: null, clientId: null, fields: [] };
  return { summary, kind: 'external_item', ...none, risk: 'low' as const };
}
