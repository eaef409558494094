import { z } from 'zod';
import type { ActionInfo } from '#shared/contracts/actions.ts';
import { AppError } from '#shared/errors.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import type { ActionDefinition } from './action-definition.ts';

/** Every action there is, by id. */
export type ActionRegistry = {
  list(): readonly ActionInfo[];
  /** Throws `not_found`. */
  get(id: string): ActionDefinition;
  find(id: string): ActionDefinition | undefined;
  /** JSON Schema of what the action takes and answers. */
  inputSchema(id: string): unknown;
  outputSchema(id: string): unknown;
};

const ID = /^[a-z][a-z_]*\.[a-z][a-z_]*$/;

export function createRegistry(definitions: readonly ActionDefinition[]): ActionRegistry {
  const byId = new Map<string, ActionDefinition>();
  for (const definition of definitions) {
    invariant(ID.test(definition.id), `${definition.id} is not <noun>.<verb>`);
    invariant(!byId.has(definition.id), `two actions are called ${definition.id}`);
    byId.set(definition.id, definition);
  }
  let infos: readonly ActionInfo[] | null = null;
  const get = (id: string): ActionDefinition => {
    const found = byId.get(id);
    if (!found) throw new AppError('not_found', `There is no action "${id.slice(0, 100)}".`);
    return found;
  };
  return {
    list: () => (infos ??= [...byId.values()].map(infoOf).toSorted((a, b) => (a.id < b.id ? -1 : 1))),
    get,
    find: (id) => byId.get(id),
    inputSchema: (id) => jsonSchemaOf(get(id).input, 'input'),
    outputSchema: (id) => jsonSchemaOf(get(id).output, 'output'),
  };
}

function infoOf({ id, title, description, effect, input }: ActionDefinition): ActionInfo {
  return { id, title, description, effect, inputSchema: jsonSchemaOf(input, 'input') };
}

function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): unknown {
  return z.toJSONSchema(schema, { io, unrepresentable: 'any' });
}
