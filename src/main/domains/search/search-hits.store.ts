import { asc, inArray } from 'drizzle-orm';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { SqlValue } from '#main/db/driver/driver.ts';
import type { Reader } from '#main/db/store.ts';
import { checkpoints } from '#main/db/tables/checkpoints.ts';
import { clients } from '#main/db/tables/clients.ts';
import { projects } from '#main/db/tables/projects.ts';
import { taskComments, tasks } from '#main/db/tables/tasks.ts';
import { joinTexts } from './search-doc.ts';
import { clientBody, taskBody } from './search-source.store.ts';

/** What a hit shows beside its texts. */
export type HitRow = {
  readonly entityId: string;
  readonly kind: ItemKind;
  readonly status: string | null;
  readonly dueDate: string | null;
  readonly updatedAt: number;
  readonly clientName: string | null;
  readonly projectName: string | null;
  readonly projectColour: string | null;
  readonly isPrivate: boolean;
};
export type HitText = { readonly title: string; readonly body: string };

/** A body is looked through for its excerpt up to here. */
const SHOWN_BODY = 200_000;

export async function readHits(
  reader: Reader,
  entityIds: readonly string[],
): Promise<ReadonlyMap<string, HitRow>> {
  const rows = await reader.rows(
    `SELECT d.entity_id, d.kind, d.status, d.due_date, d.updated_at, c.name, p.name, p.colour,
        coalesce(c.is_private, 0) OR coalesce(p.is_private, 0)
      FROM search_docs d LEFT JOIN projects p ON p.id = d.project_id LEFT JOIN clients c ON c.id = d.client_id
      WHERE d.entity_id IN (SELECT value FROM json_each(?))`,
    [JSON.stringify(entityIds)],
  );
  return new Map(
    rows.map(([id, kind, status, dueDate, updatedAt, clientName, projectName, projectColour, isPrivate]) => [
      String(id),
      {
        entityId: String(id),
        kind: kind as ItemKind, // written from the closed list
        status: textOrNull(status),
        dueDate: textOrNull(dueDate),
        updatedAt: Number(updatedAt),
        clientName: textOrNull(clientName),
        projectName: textOrNull(projectName),
        projectColour: textOrNull(projectColour),
        isPrivate: isPrivate === 1,
      },
    ]),
  );
}

/** Title and body as they were indexed, for the marks. */
export function readTexts(
  reader: Reader,
  kind: ItemKind,
  entityIds: readonly string[],
): Promise<ReadonlyMap<string, HitText>> {
  return TEXTS[kind](reader, [...entityIds]);
}

type Texts = (reader: Reader, ids: string[]) => Promise<ReadonlyMap<string, HitText>>;

const TEXTS: Record<ItemKind, Texts> = {
  async client(reader, ids) {
    const rows = await reader.select().from(clients).where(inArray(clients.id, ids));
    return new Map(rows.map((row) => [row.id, { title: row.name, body: clientBody(row) }]));
  },
  async project(reader, ids) {
    const { id, name: title, description: body } = projects;
    return byId(await reader.select({ id, title, body }).from(projects).where(inArray(id, ids)));
  },
  async task(reader, ids) {
    const { id, title, description, checklist } = tasks;
    const rows = await reader
      .select({ id, title, description, checklist })
      .from(tasks)
      .where(inArray(id, ids));
    const comments = await reader
      .select({ taskId: taskComments.taskId, body: taskComments.body })
      .from(taskComments)
      .where(inArray(taskComments.taskId, ids))
      .orderBy(asc(taskComments.createdAt));
    const byTask = Map.groupBy(comments, (comment) => comment.taskId);
    const bodyOf = (row: (typeof rows)[number]) =>
      taskBody(
        row,
        (byTask.get(row.id) ?? []).map((comment) => comment.body),
      );
    return new Map(rows.map((row) => [row.id, { title: row.title, body: bodyOf(row) }]));
  },
  async checkpoint(reader, ids) {
    const { id, title, description, evidence } = checkpoints;
    const rows = await reader
      .select({ id, title, description, evidence })
      .from(checkpoints)
      .where(inArray(id, ids));
    const bodyOf = (row: (typeof rows)[number]) =>
      joinTexts([row.description, ...row.evidence.flatMap((one) => [one.label, one.url])]);
    return new Map(rows.map((row) => [row.id, { title: row.title, body: bodyOf(row) }]));
  },
  async note(reader, ids) {
    const rows = await reader.rows(
      `SELECT id, title, substr(body, 1, ${SHOWN_BODY}) FROM notes WHERE id IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(ids)],
    );
    return new Map(
      rows.map(([id, title, body]) => [String(id), { title: String(title), body: String(body) }]),
    );
  },
};

function byId(rows: readonly (HitText & { readonly id: string })[]): ReadonlyMap<string, HitText> {
  return new Map(rows.map(({ id, title, body }) => [id, { title, body }]));
}

function textOrNull(value: SqlValue | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
