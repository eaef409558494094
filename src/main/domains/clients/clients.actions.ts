import { z } from 'zod';
import {
  actionPage,
  actionPageInput,
  MOST_IDS,
  writtenIds,
  writtenItemSchema,
  writtenItemsSchema,
} from '#shared/contracts/action-shapes.ts';
import { clientCreateSchema, clientListInputSchema, clientPatchSchema } from '#shared/contracts/clients.ts';
import { clientIdSchema } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import { toRead, toWrite } from '#shared/kernel/permission-scope.ts';
import {
  changedFields,
  defineAction,
  type ActionDefinition,
  type ActionPreview,
} from '#main/engine/actions/index.ts';
import type { ClientsService } from './clients.service.ts';

const contact = z.object({ name: z.string(), role: z.string(), email: z.string() });
const card = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  website: z.string(),
  contacts: z.array(contact),
  tags: z.array(z.string()).readonly(),
  archivedAt: z.number().nullable(),
  openTaskCount: z.number(),
  activeProjectCount: z.number(),
});
const details = card.extend({
  phone: z.string(),
  language: z.string(),
  currency: z.string().nullable(),
  notes: z.string(),
  overdueTaskCount: z.number(),
});
const byId = z.object({ id: clientIdSchema });
const ids = z.array(clientIdSchema).min(1).max(MOST_IDS);

const scopeOf = (id: string) => ({ kind: 'client', clientId: id, projectId: null });
const anyClient = { kind: 'client', projectId: null };

/** What others than the person may do with clients. */
export function clientActions(clients: ClientsService): readonly ActionDefinition[] {
  return [...readActions(clients), ...writeActions(clients), ...manyActions(clients)];
}

function readActions(clients: ClientsService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'clients.list',
      title: 'List clients',
      description:
        'Lists clients with their e-mail addresses, website and contacts, so that a sender or a domain can be matched to one.',
      input: clientListInputSchema.extend(actionPageInput),
      output: actionPage(card),
      effect: 'read',
      needs: () => [toRead(anyClient)],
      run: async (_ctx, input) => clients.list(input),
    }),
    defineAction({
      id: 'clients.get',
      title: 'Look at a client',
      description: 'Answers one client with contacts, notes and counts.',
      input: byId,
      output: details,
      effect: 'read',
      needs: ({ id }) => [toRead(scopeOf(id))],
      run: async (_ctx, { id }) => clients.get(id),
    }),
  ];
}

function writeActions(clients: ClientsService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'clients.create',
      title: 'Add a client',
      description: 'Adds a client. Only the name is needed.',
      input: clientCreateSchema,
      output: writtenItemSchema,
      effect: 'write',
      needs: () => [toWrite({ kind: 'client', projectId: null, clientId: null })],
      preview: async (_ctx, input) => ({
        ...about(null),
        subject: input.name,
        summary: `New client: ${input.name}`,
        fields: changedFields(null, input),
        risk: 'low',
      }),
      run: async (_ctx, input) => {
        const { item, changeSetId } = await clients.create(input);
        return { id: item.id, title: item.name, link: `adiuva://client/${item.id}`, changeSetId };
      },
    }),
    defineAction({
      id: 'clients.update',
      title: 'Change a client',
      description: 'Changes the named fields of one client.',
      input: byId.extend({ patch: clientPatchSchema.omit({ isArchived: true, isPrivate: true }) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: ({ id }) => [toWrite(scopeOf(id))],
      preview: async (_ctx, { id, patch }) => {
        const client = await present(clients, id);
        return {
          ...about(id),
          subject: client.name,
          summary: `Change the client “${client.name}”`,
          fields: changedFields({ ...client }, patch),
          risk: 'medium',
        };
      },
      run: async (_ctx, { id, patch }) => writtenIds(await clients.update([id], patch)),
    }),
  ];
}

function manyActions(clients: ClientsService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'clients.archive',
      title: 'Archive clients',
      description: 'Puts clients out of sight, or brings them back with isArchived false. Nothing is lost.',
      input: z.object({ ids, isArchived: z.boolean().default(true) }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: (input) => input.ids.map((id) => toWrite(scopeOf(id))),
      preview: async (_ctx, input) =>
        manyPreview(clients, input.ids, input.isArchived ? 'Archive' : 'Bring back', 'medium'),
      run: async (_ctx, input) =>
        writtenIds(await clients.update(input.ids, { isArchived: input.isArchived })),
    }),
    defineAction({
      id: 'clients.remove',
      title: 'Remove clients',
      description: 'Moves clients to the trash. Their projects, tasks and notes stay.',
      input: z.object({ ids }),
      output: writtenItemsSchema,
      effect: 'write',
      needs: (input) => input.ids.map((id) => toWrite(scopeOf(id))),
      preview: async (_ctx, input) => manyPreview(clients, input.ids, 'Remove', 'high'),
      run: async (_ctx, input) => writtenIds(await clients.remove(input.ids, false)),
    }),
  ];
}

function about(id: string | null) {
  return { kind: 'client', entityId: id, projectId: null, clientId: id };
}

async function present(clients: ClientsService, id: string) {
  const client = await clients.get(id);
  if (client.deletedAt !== null)
    throw new AppError('not_found', 'This client is in the trash. Nothing was done.');
  return client;
}

async function manyPreview(
  clients: ClientsService,
  which: readonly string[],
  verb: string,
  risk: ActionPreview['risk'],
): Promise<ActionPreview> {
  const found = await Promise.all(which.map((id) => present(clients, id)));
  const only = found.length === 1 ? found[0] : undefined;
  return {
    ...about(only?.id ?? null),
    subject: only?.name ?? null,
    summary: `${verb} ${only ? `the client “${only.name}”` : `${found.length} clients`}`,
    fields: found.map((client) => ({ field: 'client', before: client.name, after: verb })),
    risk,
  };
}
