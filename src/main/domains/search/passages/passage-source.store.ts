import { eq, inArray } from 'drizzle-orm';
import { ITEM_KINDS, type ItemKind } from '#shared/contracts/common.ts';
import type { ExternalKind } from '#shared/contracts/external-items.ts';
import type { PassageKind } from '#shared/contracts/passages.ts';
import type { ValueSource } from '#shared/contracts/actions.ts';
import type { Reader } from '#main/db/store.ts';
import { clients } from '#main/db/tables/clients.ts';
import { externalItems } from '#main/db/tables/external-items.ts';
import { memoryFacts } from '#main/db/tables/memory.ts';
import { projects } from '#main/db/tables/projects.ts';
import type { SearchSource } from '../search-source.store.ts';
import type { ItemText } from './passage-rows.ts';

/** Where the passages get their texts: the rows of the workspace, and what plugins found outside. */
export type PassageSource = {
  /** Those of the ids that exist and are not in the trash. */
  load(kind: PassageKind, ids: readonly string[]): Promise<readonly ItemText[]>;
};

const EXTERNAL_SOURCES: Readonly<Record<ExternalKind, ValueSource>> = {
  file: 'file',
  web: 'web',
  email: 'email',
  event: 'calendar',
};

export function createPassageSource(reader: Reader, source: SearchSource): PassageSource {
  return { load: (kind, ids) => loadKind(reader, source, kind, ids) };
}

async function loadKind(
  reader: Reader,
  source: SearchSource,
  kind: PassageKind,
  ids: readonly string[],
): Promise<readonly ItemText[]> {
  if (kind === 'memory') return await loadMemory(reader, ids);
  const own = ITEM_KINDS.find((one) => one === kind);
  return own ? await loadOwn(reader, source, own, ids) : await loadExternal(reader, ids);
}

async function loadMemory(reader: Reader, ids: readonly string[]): Promise<readonly ItemText[]> {
  const rows = await reader
    .select({ fact: memoryFacts, projectClientId: projects.clientId })
    .from(memoryFacts)
    .leftJoin(projects, eq(projects.id, memoryFacts.projectId))
    .where(inArray(memoryFacts.id, [...ids]));
  const facts = rows.map(({ fact, projectClientId }) => ({
    ...fact,
    clientId: fact.clientId ?? projectClientId,
  }));
  const names = await namesOf(reader, facts);
  return facts.map((fact) => ({
    kind: 'memory' as const,
    entityId: fact.id,
    title: fact.key,
    body: fact.value,
    clientId: fact.clientId,
    projectId: fact.projectId,
    clientName: names.clients.get(fact.clientId ?? '') ?? null,
    projectName: names.projects.get(fact.projectId ?? '') ?? null,
    source: fact.principal === 'user' ? ('user' as const) : ('model' as const),
    link: '',
    updatedAt: fact.updatedAt,
  }));
}

async function loadOwn(
  reader: Reader,
  source: SearchSource,
  kind: ItemKind,
  ids: readonly string[],
): Promise<readonly ItemText[]> {
  const docs = (await source.loadDocs(kind, ids)).filter((doc) => !doc.isTrashed);
  const names = await namesOf(reader, docs);
  return docs.map((doc) => ({
    kind,
    entityId: doc.entityId,
    title: doc.title,
    body: doc.tags === '' ? doc.body : `${doc.body}\n\n#${doc.tags.replaceAll(' ', ' #')}`.trimStart(),
    clientId: doc.clientId,
    projectId: doc.projectId,
    // Its own name is its title already.
    clientName: kind === 'client' ? null : (names.clients.get(doc.clientId ?? '') ?? null),
    projectName: kind === 'project' ? null : (names.projects.get(doc.projectId ?? '') ?? null),
    source: doc.isSuggested ? 'model' : 'user',
    link: `adiuva://${kind}/${doc.entityId}`,
    updatedAt: doc.updatedAt,
  }));
}

async function namesOf(
  reader: Reader,
  docs: readonly { readonly clientId: string | null; readonly projectId: string | null }[],
) {
  const idsOf = (ids: readonly (string | null)[]) => [...new Set(ids.filter((id) => id !== null))];
  const clientIds = idsOf(docs.map((doc) => doc.clientId));
  const projectIds = idsOf(docs.map((doc) => doc.projectId));
  const [clientRows, projectRows] = await Promise.all([
    reader.select({ id: clients.id, name: clients.name }).from(clients).where(inArray(clients.id, clientIds)),
    reader
      .select({ id: projects.id, name: projects.name })
      .from(projects)
      .where(inArray(projects.id, projectIds)),
  ]);
  return {
    clients: new Map(clientRows.map((row) => [row.id, row.name])),
    projects: new Map(projectRows.map((row) => [row.id, row.name])),
  };
}

async function loadExternal(reader: Reader, ids: readonly string[]): Promise<readonly ItemText[]> {
  const rows = await reader
    .select({ item: externalItems, projectClientId: projects.clientId })
    .from(externalItems)
    .leftJoin(projects, eq(projects.id, externalItems.projectId))
    .where(inArray(externalItems.id, [...ids]));
  const items = rows.map(({ item, projectClientId }) => ({
    ...item,
    clientId: item.clientId ?? projectClientId,
  }));
  const names = await namesOf(reader, items);
  return items.map((item) => ({
    kind: item.kind,
    entityId: item.id,
    title: item.title,
    body: [item.text, item.location ?? '', item.startDay ?? ''].filter((part) => part !== '').join('\n'),
    clientId: item.clientId,
    projectId: item.projectId,
    clientName: names.clients.get(item.clientId ?? '') ?? null,
    projectName: names.projects.get(item.projectId ?? '') ?? null,
    source: EXTERNAL_SOURCES[item.kind],
    link: item.url ?? '',
    updatedAt: item.occurredAt ?? item.updatedAt,
  }));
}
