import { z } from 'zod';
import { assistantScopeSchema, type AssistantScope } from './assistant.ts';
import { MEMORY_NAMESPACES } from './choices.ts';

export const memoryNamespaceSchema = z.enum(MEMORY_NAMESPACES);
export type MemoryNamespace = z.infer<typeof memoryNamespaceSchema>;

const key = z.string().trim().min(1).max(100);

export const memoryKeySchema = z.object({
  namespace: memoryNamespaceSchema.default('shared'),
  key,
  /** A fact of a client or project is told in conversations about it alone. */
  scope: assistantScopeSchema.default({ clientId: null, projectId: null }),
});
export type MemoryKey = z.infer<typeof memoryKeySchema>;

export const memoryFactInputSchema = memoryKeySchema.extend({ value: z.string().trim().min(1).max(2000) });
export type MemoryFactInput = z.infer<typeof memoryFactInputSchema>;

export const memoryListInputSchema = z.object({
  namespace: memoryNamespaceSchema.optional(),
  /** With the facts that hold everywhere; all facts when absent. */
  scope: assistantScopeSchema.optional(),
});
export type MemoryListInput = z.infer<typeof memoryListInputSchema>;

/** Something that an agent keeps in mind for good, until the person changes or forgets it. */
export type MemoryFact = {
  readonly id: string;
  readonly namespace: MemoryNamespace;
  readonly key: string;
  readonly value: string;
  readonly scope: AssistantScope;
  /** `user`, or who proposed it: `assistant:planner`. */
  readonly principal: string;
  readonly createdAt: number;
  readonly updatedAt: number;
};
