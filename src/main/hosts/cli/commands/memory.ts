import type { AssistantScope } from '#shared/contracts/assistant.ts';
import type { MemoryFact, MemoryNamespace } from '#shared/contracts/memory.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { findClientIds, findProjectIds } from '../name-lookup.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

export type MemoryOptions = {
  readonly agent?: MemoryNamespace;
  readonly project?: string;
  readonly client?: string;
};

export function runMemoryList(context: CommandContext, options: MemoryOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const scope = isPlaced(options) ? await scopeOf(api, options) : undefined;
    const facts = await api.memory.list({ namespace: options.agent, scope });
    await context.output.answer(facts, () =>
      facts.length === 0
        ? 'Nothing is kept in mind.'
        : formatTable([['agent', 'key', 'fact', 'from'], ...facts.map(cells)]),
    );
    return EXIT.done;
  });
}

export function runMemorySet(
  context: CommandContext,
  {
    key,
    value,
    agent = 'shared',
    ...place
  }: MemoryOptions & { readonly key: string; readonly value: string },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const scope = await scopeOf(api, place);
    const fact = await api.memory.set({ namespace: agent, key, value, scope });
    await context.output.answer(fact, () => `Kept in mind: ${fact.key}.`);
    return EXIT.done;
  });
}

export function runMemoryDelete(
  context: CommandContext,
  { key, agent = 'shared', ...place }: MemoryOptions & { readonly key: string },
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const scope = await scopeOf(api, place);
    const fact = (await api.memory.list({ namespace: agent })).find(
      (one) => one.key === key && one.namespace === agent && isSame(one.scope, scope),
    );
    if (!fact)
      throw new AppError('not_found', `Nothing is kept in mind as "${key}" there. Nothing was changed.`);
    await api.memory.remove({ id: fact.id });
    await context.output.answer({ removed: fact.id }, () => `Forgotten: ${fact.key}.`);
    return EXIT.done;
  });
}

function cells({ namespace, key, value, principal }: MemoryFact): readonly string[] {
  return [namespace, key, value, principal];
}

function isPlaced({ project, client }: MemoryOptions): boolean {
  return project !== undefined || client !== undefined;
}

async function scopeOf(api: Api, { project, client }: MemoryOptions): Promise<AssistantScope> {
  const [projectId = null] = (await findProjectIds(api, project === undefined ? undefined : [project])) ?? [];
  const [clientId = null] = (await findClientIds(api, client === undefined ? undefined : [client])) ?? [];
  return { projectId, clientId };
}

function isSame(one: AssistantScope, other: AssistantScope): boolean {
  return one.projectId === other.projectId && one.clientId === other.clientId;
}
