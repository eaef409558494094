import { z } from 'zod';
import type { AssistantScope } from '#shared/contracts/assistant.ts';
import {
  memoryNamespaceSchema,
  memoryFactInputSchema,
  memoryKeySchema,
  memoryListInputSchema,
} from '#shared/contracts/memory.ts';
import { toRead, toWrite } from '#shared/kernel/permission-scope.ts';
import { changedFields, defineAction, type ActionDefinition } from '#main/engine/actions/index.ts';
import type { MemoryService } from './memory.service.ts';

const fact = z.object({
  id: z.string(),
  namespace: memoryNamespaceSchema,
  key: z.string(),
  value: z.string(),
  updatedAt: z.number(),
});

/** What agents may do with their memory. To keep and to forget are proposals: what is kept comes back every time. */
export function memoryActions(memory: MemoryService): readonly ActionDefinition[] {
  return [...readActions(memory), ...writeActions(memory)];
}

function readActions(memory: MemoryService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'memory.list',
      title: 'Look into the memory',
      description: 'The facts kept in mind for an agent, with those that hold everywhere.',
      input: memoryListInputSchema,
      output: z.object({ facts: z.array(fact).readonly() }),
      effect: 'read',
      needs: ({ scope }) => [toRead(scope ? partOf(scope) : { kind: 'memory' })],
      run: async (_, input) => ({ facts: await memory.list(input) }),
    }),
    defineAction({
      id: 'memory.get',
      title: 'Recall',
      description: 'One fact by its key; null where nothing is kept under it.',
      input: memoryKeySchema,
      output: z.object({ fact: fact.nullable() }),
      effect: 'read',
      needs: ({ scope }) => [toRead(partOf(scope))],
      run: async (_, input) => ({ fact: (await memory.find(input)) ?? null }),
    }),
  ];
}

function writeActions(memory: MemoryService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'memory.set',
      title: 'Keep in mind',
      description:
        'Keeps a short fact about the person, a client or a project for later conversations, under a key.',
      input: memoryFactInputSchema,
      output: fact,
      effect: 'write',
      needs: ({ scope }) => [toWrite(partOf(scope))],
      preview: async (_, input) => {
        const before = await memory.find(input);
        return {
          ...previewOf(input.scope, `Keep in mind: ${input.key}`, input.key),
          entityId: before?.id ?? null,
          fields: changedFields(before ? { value: before.value } : null, { value: input.value }),
        };
      },
      run: (_, input) => memory.set(input),
    }),
    defineAction({
      id: 'memory.remove',
      title: 'Forget',
      description: 'Forgets the fact that is kept under a key.',
      input: memoryKeySchema,
      output: z.object({}),
      effect: 'write',
      needs: ({ scope }) => [toWrite(partOf(scope))],
      preview: async (_, input) => {
        const { id, value } = await memory.get(input);
        return {
          ...previewOf(input.scope, `Forget: ${input.key}`, input.key),
          entityId: id,
          fields: [{ field: 'value', before: value, after: null }],
        };
      },
      run: async (_, input) => {
        await memory.remove((await memory.get(input)).id);
        return {};
      },
    }),
  ];
}

function previewOf({ clientId, projectId }: AssistantScope, summary: string, subject: string) {
  return { summary, subject, kind: 'memory', projectId, clientId, risk: 'low' as const };
}

function partOf({ clientId, projectId }: AssistantScope) {
  return { kind: 'memory', clientId, projectId };
}
