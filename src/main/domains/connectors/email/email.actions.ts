import { z } from 'zod';
import { principalText } from '#shared/contracts/actions.ts';
import {
  emailAcknowledgeInputSchema,
  emailListNewInputSchema,
  emailListNewOutputSchema,
  type MailItem,
} from '#shared/contracts/connectors.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { LiveFacts, LivePrivacy } from '../live-privacy.ts';
import type { Email } from './email.service.ts';

const listNew = (email: Email, privacy: LivePrivacy) =>
  defineAction({
    id: 'email.list_new',
    title: 'List new e-mail',
    description:
      'Lists messages of one account that came since this reader last acknowledged: sender, subject, date and the beginning of the text, at most 200 at a time. Nothing is marked as read.',
    input: emailListNewInputSchema,
    output: emailListNewOutputSchema,
    effect: 'read',
    needs: ({ account }) => [{ type: 'read_email', resource: account }],
    async run(ctx, input) {
      const batch = await email.listNew({ ...input, reader: principalText(ctx.principal) }, ctx.signal);
      return { ...batch, items: await privacy.visible(batch.items, factsOf) };
    },
  });

const acknowledge = (email: Email) =>
  defineAction({
    id: 'email.acknowledge',
    title: 'Acknowledge e-mail',
    description:
      'Notes how far a mail account was taken in, by the cursor of a batch, so that the next run begins after it.',
    input: emailAcknowledgeInputSchema,
    output: z.object({ acknowledged: z.literal(true) }),
    // It changes the reader's own bookmark and nothing of the workspace.
    effect: 'read',
    needs: ({ account }) => [{ type: 'read_email', resource: account }],
    async run(ctx, input) {
      await email.acknowledge({ ...input, reader: principalText(ctx.principal) });
      return { acknowledged: true as const };
    },
  });

function factsOf({ messageId, inReplyTo, from, to, cc, subject, textExcerpt }: MailItem): LiveFacts {
  const people = [...(from === null ? [] : [from]), ...to, ...cc];
  return {
    ids: [messageId, inReplyTo].filter((id) => id !== null),
    addresses: people.map(({ address }) => address),
    text: [subject, ...people.map(({ name }) => name), textExcerpt].join('\n'),
  };
}

export function emailActions(email: Email, privacy: LivePrivacy): readonly ActionDefinition[] {
  return [listNew(email, privacy), acknowledge(email)] as readonly ActionDefinition[]; // the gate parses before it runs
}
