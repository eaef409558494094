import { ZodError } from 'zod';
import type { JobItem } from '#shared/contracts/jobs.ts';
import type { Reader } from '#main/db/store.ts';
import { findKeys, findRowStates } from '../imports.store.ts';
import type { ImportedEntity, ImportKey, RowState } from '../imports.store.ts';
import { isRefusal } from '../drafts.ts';
import type { DraftEntry, ImportEntry } from '../drafts.ts';
import { createBreather } from '../readers/breather.ts';
import { nameKey } from '../readers/draft-text.ts';
import { hashDraft } from './draft-hash.ts';
import { clientRow, noteRow, projectRow, taskRow } from './draft-rows.ts';
import type { DraftRow, RowMaker } from './draft-rows.ts';
import type { ImportState } from './import-state.ts';

export type ReportRow = Omit<JobItem, 'index'>;

export type PlannedWrite =
  | ({ readonly entity: 'client' } & DraftRow<'client'>)
  | ({ readonly entity: 'project' } & DraftRow<'project'>)
  | ({
      readonly entity: 'task';
      readonly comments: readonly { author: string; body: string; createdAt?: number }[];
    } & DraftRow<'task'>)
  | ({ readonly entity: 'note' } & DraftRow<'note'>);

/** What is to happen to one entry. `report` is null for items that were only mentioned and are there already. */
export type Planned = {
  readonly report: ReportRow | null;
  readonly op: 'insert' | 'update' | null;
  readonly write: PlannedWrite | null;
  readonly key: Omit<ImportKey, 'rowUpdatedAt'> | null;
};

type Known = {
  readonly keys: ReadonlyMap<string, ImportKey>;
  readonly rows: ReadonlyMap<ImportedEntity, ReadonlyMap<string, RowState>>;
};

/** Keys of items that an import made because others mentioned them. */
export const NAME_KIND = 'name';
/** Rows of our own tables carry the id of the item itself. */
const OWN_ID = /^id:([0-9a-f]{8}-[0-9a-f-]{27})$/;

/** Decides on a batch of entries without writing anything: the same for a dry run and a real one. */
export async function planBatch(
  reader: Reader,
  entries: readonly ImportEntry[],
  options: { readonly sourceKind: string; readonly state: ImportState; readonly nowMs: number },
): Promise<readonly Planned[]> {
  const known = await lookUp(reader, entries, options);
  const { state } = options;
  const maker: RowMaker = {
    ids: state.ids,
    nowMs: options.nowMs,
    resolve: (sourceKey) => (sourceKey === undefined ? null : (state.resolved.get(sourceKey) ?? null)),
    nextSortKey: state.nextSortKey,
  };
  const planning: Planning = { known, state, maker, sourceKind: options.sourceKind };
  const breathe = createBreather();
  const planned: Planned[] = [];
  for (const entry of entries) {
    // A few hundred long notes take longer than a frame may.
    await breathe();
    planned.push(planOne(entry, planning));
  }
  return planned;
}

type Planning = {
  readonly known: Known;
  readonly state: ImportState;
  readonly maker: RowMaker;
  readonly sourceKind: string;
};

async function lookUp(
  reader: Reader,
  entries: readonly ImportEntry[],
  { sourceKind, state }: { readonly sourceKind: string; readonly state: ImportState },
): Promise<Known> {
  const drafts = entries.filter((entry): entry is DraftEntry => !isRefusal(entry));
  const sourceKeys = drafts.flatMap((entry) => [
    entry.sourceKey,
    ...(entry.kind === 'note' ? entry.draft.attachmentKeys : []),
  ]);
  const named = drafts.filter((entry) => entry.kind === 'client' || entry.kind === 'project').map(namedKey);
  const [own, byName] = await Promise.all([
    findKeys(reader, sourceKind, sourceKeys),
    findKeys(reader, NAME_KIND, named),
  ]);
  const keys = new Map([...byName, ...own]);
  const idsOf = new Map<ImportedEntity, string[]>();
  const ask = (entity: ImportedEntity, id: string | undefined) => {
    if (id === undefined) return;
    const list = idsOf.get(entity);
    if (list === undefined) idsOf.set(entity, [id]);
    else list.push(id);
  };
  for (const key of keys.values()) ask(key.entity as ImportedEntity, key.entityId); // written by an import
  for (const entry of drafts) {
    ask(entry.kind, OWN_ID.exec(entry.sourceKey)?.[1]);
    if (entry.kind === 'client' || entry.kind === 'project')
      ask(entry.kind, state.names[entry.kind].get(nameKey(entry.draft.name)));
  }
  const rows = await Promise.all(
    [...idsOf].map(async ([entity, ids]) => [entity, await findRowStates(reader, entity, ids)] as const),
  );
  return { keys, rows: new Map(rows) };
}

function planOne(entry: ImportEntry, planning: Planning): Planned {
  if (isRefusal(entry)) {
    const report = {
      source: entry.source,
      outcome: entry.outcome,
      reason: entry.reason,
      kind: null,
      entityId: null,
    };
    return { report, op: null, write: null, key: null };
  }
  const { state } = planning;
  if (entry.match === 'by_name' || entry.match === 'link_only') return planMention(entry, planning);
  if (state.resolved.has(entry.sourceKey))
    return settled(entry, 'skipped', 'The source has this item twice; the first one counts.', null);
  try {
    const planned = planItem(entry, planning);
    state.resolved.set(entry.sourceKey, planned.report?.entityId ?? null);
    return planned;
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    state.resolved.set(entry.sourceKey, null);
    return settled(entry, 'failed', outOfBounds(error), null);
  }
}

/** Something only mentioned: the item of that name, or a new one with nothing but the name. */
function planMention(entry: DraftEntry, planning: Planning): Planned {
  const nothing = { report: null, op: null, write: null, key: null };
  const { state } = planning;
  if (entry.kind !== 'client' && entry.kind !== 'project') return nothing;
  const name = nameKey(entry.draft.name);
  const there = state.names[entry.kind].get(name);
  if (there !== undefined || entry.match === 'link_only') {
    state.resolved.set(entry.sourceKey, there ?? null);
    return nothing;
  }
  const id = state.ids.next();
  state.resolved.set(entry.sourceKey, id);
  state.names[entry.kind].set(name, id);
  const key = {
    sourceKind: NAME_KIND,
    sourceKey: namedKey(entry),
    entity: entry.kind,
    entityId: id,
    sourceHash: hashDraft(entry),
  };
  return {
    report: reportOf(entry, 'created', 'Mentioned by another item.', id),
    op: 'insert',
    write: writeOf(entry, id, [], planning),
    key,
  };
}

function planItem(entry: DraftEntry, planning: Planning): Planned {
  const key = planning.known.keys.get(entry.sourceKey);
  const row = key === undefined ? undefined : planning.known.rows.get(entry.kind)?.get(key.entityId);
  if (key === undefined || row === undefined) return planNew(entry, planning);
  const { entityId } = key;
  const sourceHash = hashDraft(entry);
  promiseAttachments(entry, planning);
  if (row.deletedAt !== null)
    return settled(entry, 'skipped', 'It was deleted here and lies in the trash.', entityId);
  if (key.sourceHash === sourceHash) return settled(entry, 'unchanged', '', entityId);
  if (row.updatedAt > key.rowUpdatedAt) {
    return settled(
      entry,
      'skipped',
      'It was changed both in the source and here; it stays as it is here.',
      entityId,
    );
  }
  const write = writeOf(entry, entityId, promiseAttachments(entry, planning), planning);
  const kept = {
    sourceKind: planning.sourceKind,
    sourceKey: entry.sourceKey,
    entity: entry.kind,
    entityId,
    sourceHash,
  };
  return { report: reportOf(entry, 'updated', entry.remark ?? '', entityId), op: 'update', write, key: kept };
}

function planNew(entry: DraftEntry, planning: Planning): Planned {
  const { state, known } = planning;
  const ownId = OWN_ID.exec(entry.sourceKey)?.[1];
  if (ownId !== undefined && known.rows.get(entry.kind)?.has(ownId) === true) {
    return settled(entry, 'skipped', 'An item with this id is here already; it stays as it is here.', ownId);
  }
  const key = {
    sourceKind: planning.sourceKind,
    sourceKey: entry.sourceKey,
    entity: entry.kind,
    sourceHash: hashDraft(entry),
  };
  if (entry.kind === 'client' || entry.kind === 'project') {
    const there = state.names[entry.kind].get(nameKey(entry.draft.name));
    if (there !== undefined) return planNamesake(entry, { ...key, entityId: there }, planning);
  }
  const id = ownId ?? state.ids.next();
  const write = writeOf(entry, id, promiseAttachments(entry, planning), planning);
  if (entry.kind === 'client' || entry.kind === 'project')
    state.names[entry.kind].set(nameKey(entry.draft.name), id);
  return {
    report: reportOf(entry, 'created', entry.remark ?? '', id),
    op: 'insert',
    write,
    key: { ...key, entityId: id },
  };
}

/** One of this name is here. If an import made it from the bare name and nobody touched it, it is filled in. */
function planNamesake(
  entry: DraftEntry & { kind: 'client' | 'project' },
  key: Omit<ImportKey, 'rowUpdatedAt'>,
  planning: Planning,
): Planned {
  const mention = planning.known.keys.get(namedKey(entry));
  const row = planning.known.rows.get(entry.kind)?.get(key.entityId);
  const isBare =
    mention?.entityId === key.entityId &&
    row !== undefined &&
    row.deletedAt === null &&
    row.updatedAt <= mention.rowUpdatedAt;
  if (!isBare)
    return settled(
      entry,
      'skipped',
      `A ${entry.kind} of this name is here already; it stays as it is.`,
      key.entityId,
    );
  const write = writeOf(entry, key.entityId, [], planning);
  return { report: reportOf(entry, 'updated', entry.remark ?? '', key.entityId), op: 'update', write, key };
}

/** Ids for the attachments of a note, known or new, in the order in which its body counts them. */
function promiseAttachments(entry: DraftEntry, { known, state }: Planning): string[] {
  if (entry.kind !== 'note') return [];
  return entry.draft.attachmentKeys.map((sourceKey) => {
    const key = known.keys.get(sourceKey);
    const isThere = key !== undefined && known.rows.get('attachment')?.has(key.entityId) === true;
    const id = state.promised.get(sourceKey) ?? (isThere ? key.entityId : state.ids.next());
    state.promised.set(sourceKey, id);
    return id;
  });
}

function writeOf(
  entry: DraftEntry,
  id: string,
  attachmentIds: readonly string[],
  { maker }: Planning,
): PlannedWrite | null {
  switch (entry.kind) {
    case 'client':
      return { entity: 'client', ...clientRow(id, entry.draft, maker) };
    case 'project':
      return { entity: 'project', ...projectRow(id, entry.draft, maker) };
    case 'task':
      return { entity: 'task', ...taskRow(id, entry.draft, maker), comments: entry.draft.comments ?? [] };
    case 'note':
      return { entity: 'note', ...noteRow(id, entry.draft, attachmentIds, maker) };
    case 'attachment':
      return null;
  }
}

function settled(
  entry: DraftEntry,
  outcome: JobItem['outcome'],
  reason: string,
  entityId: string | null,
): Planned {
  return { report: reportOf(entry, outcome, reason, entityId), op: null, write: null, key: null };
}

function reportOf(
  entry: DraftEntry,
  outcome: JobItem['outcome'],
  reason: string,
  entityId: string | null,
): ReportRow {
  return { source: entry.source.slice(0, 1000), outcome, reason, kind: entry.kind, entityId };
}

function namedKey(entry: DraftEntry): string {
  const name = entry.kind === 'client' || entry.kind === 'project' ? entry.draft.name : '';
  return `${entry.kind}:${nameKey(name)}`;
}

function outOfBounds(error: ZodError): string {
  const issue = error.issues[0];
  return issue === undefined
    ? 'A value is out of bounds.'
    : `The value of “${issue.path.join('.')}” cannot be kept: ${issue.message}`;
}
