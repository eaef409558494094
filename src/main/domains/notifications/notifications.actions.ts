import { z } from 'zod';
import { principalText } from '#shared/contracts/actions.ts';
import { sendNotificationInputSchema } from '#shared/contracts/notifications.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { NotificationsService } from './notifications.service.ts';

/** Telling the person something changes nothing of theirs: it needs no right and no proposal, and has an hourly end. */
export function notificationActions(notifications: NotificationsService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'notifications.send',
      title: 'Send a notification',
      description: 'Shows the person a title and a few words, with a link to something in Adiuva.',
      input: sendNotificationInputSchema,
      output: z.object({ id: z.string() }),
      effect: 'write',
      unattended: 'run',
      needs: () => [],
      preview: async (_, { title, body }) => ({
        summary: `Notification: ${title}`,
        kind: 'notification',
        entityId: null,
        projectId: null,
        clientId: null,
        fields: [{ field: 'body', before: null, after: body }],
        risk: 'low',
      }),
      run: ({ principal }, input) => notifications.send(principalText(principal), input),
    }),
  ];
}
