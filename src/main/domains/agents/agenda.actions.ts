import { z } from 'zod';
import {
  listEventsInputSchema,
  type ExternalEvent,
  type ListEventsInput,
} from '#shared/contracts/external-items.ts';
import { toRead } from '#shared/kernel/permission-scope.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/index.ts';

/** A plan looks a few weeks ahead; more would crowd out the tasks. */
const MOST_EVENTS = 100;

const event = z.object({
  title: z.string(),
  isAllDay: z.boolean(),
  startsAt: z.number().nullable(),
  endsAt: z.number().nullable(),
  startDay: z.string(),
  endDay: z.string(),
  location: z.string().nullable(),
  projectId: z.string().nullable(),
  clientId: z.string().nullable(),
});

/** What stands on the timeline beside the person's own tasks and checkpoints. */
export function agendaActions(
  listEvents: (input: ListEventsInput) => Promise<readonly ExternalEvent[]>,
): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'agenda.list_events',
      title: 'Look at the calendar',
      description: 'Events between two days, as calendars have put them on the timeline.',
      input: listEventsInputSchema,
      output: z.object({ events: z.array(event) }),
      effect: 'read',
      needs: ({ projectIds = [], clientIds = [] }) => {
        const of = [
          ...projectIds.map((projectId) => toRead({ kind: 'event', projectId })),
          ...clientIds.map((clientId) => toRead({ kind: 'event', clientId })),
        ];
        return of.length > 0 ? of : [toRead({ kind: 'event' })];
      },
      run: async (_, wanted) => ({ events: [...(await listEvents(wanted))].slice(0, MOST_EVENTS) }),
    }),
  ];
}
