import { z } from 'zod';
import { principalText } from '#shared/contracts/actions.ts';
import {
  calendarAcknowledgeInputSchema,
  calendarListChangedInputSchema,
  calendarListChangedOutputSchema,
  calendarListEventsInputSchema,
  calendarListEventsOutputSchema,
  type CalendarEvent,
} from '#shared/contracts/connectors.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { LiveFacts, LivePrivacy } from '../live-privacy.ts';
import type { Calendars } from './calendar.service.ts';

const listEvents = (calendars: Calendars, privacy: LivePrivacy) =>
  defineAction({
    id: 'calendar.list_events',
    title: 'List calendar events',
    description:
      'Lists what stands in the named calendars between two moments, repeated events unfolded, by their start, at most 200 at a time.',
    input: calendarListEventsInputSchema,
    output: calendarListEventsOutputSchema,
    effect: 'read',
    needs: ({ sources }) => sources.map((resource) => ({ type: 'read_calendar' as const, resource })),
    async run(ctx, input) {
      const page = await calendars.listEvents(input, ctx.signal);
      return { ...page, items: await privacy.visible(page.items, factsOf) };
    },
  });

const listChanged = (calendars: Calendars) =>
  defineAction({
    id: 'calendar.list_changed',
    title: 'List changes of a calendar',
    description:
      'Lists entries of one calendar that are new, changed or gone since this reader last acknowledged.',
    input: calendarListChangedInputSchema,
    output: calendarListChangedOutputSchema,
    effect: 'read',
    needs: ({ source }) => [{ type: 'read_calendar', resource: source }],
    run: (ctx, input) =>
      calendars.listChanged({ ...input, reader: principalText(ctx.principal) }, ctx.signal),
  });

const acknowledge = (calendars: Calendars) =>
  defineAction({
    id: 'calendar.acknowledge',
    title: 'Acknowledge calendar changes',
    description:
      'Notes how far the changes of a calendar were taken in, so that the next run begins after them.',
    input: calendarAcknowledgeInputSchema,
    output: z.object({ acknowledged: z.literal(true) }),
    // It changes the reader's own bookmark and nothing of the workspace.
    effect: 'read',
    needs: ({ source }) => [{ type: 'read_calendar', resource: source }],
    async run(ctx, input) {
      await calendars.acknowledge({ ...input, reader: principalText(ctx.principal) });
      return { acknowledged: true as const };
    },
  });

function factsOf({ id, uid, organizer, attendees, title, location, description }: CalendarEvent): LiveFacts {
  const people = [...(organizer === null ? [] : [organizer]), ...attendees];
  return { ids: [id, uid], addresses: people, text: [title, location, description, ...people].join('\n') };
}

export function calendarActions(calendars: Calendars, privacy: LivePrivacy): readonly ActionDefinition[] {
  return [
    listEvents(calendars, privacy),
    listChanged(calendars),
    acknowledge(calendars),
  ] as readonly ActionDefinition[]; // the gate parses before it runs
}
