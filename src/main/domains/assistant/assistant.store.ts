import { and, asc, desc, eq, exists, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type {
  AssistantMessageListInput,
  AssistantScope,
  AssistantSessionListInput,
} from '#shared/contracts/assistant.ts';
import type { Page } from '#shared/contracts/common.ts';
import { afterCursor, contains, orderOf, pageOf, sortValues } from '#main/db/keyset.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import { assistantMessages, assistantSessions } from '#main/db/tables/assistant.ts';
import { clients } from '#main/db/tables/clients.ts';
import { projects } from '#main/db/tables/projects.ts';

export type { StoredPart } from '#main/db/tables/assistant.ts';
export type SessionRow = typeof assistantSessions.$inferSelect;
export type MessageRow = typeof assistantMessages.$inferSelect;
/** A session with what it is called by. */
export type SessionView = SessionRow & {
  readonly clientName: string | null;
  readonly projectName: string | null;
  readonly messageCount: number;
};

export type Place = {
  readonly clientId: string | null;
  readonly clientName: string | null;
  readonly projectName: string | null;
  readonly isClientPrivate: boolean;
  readonly isProjectPrivate: boolean;
};

export type AssistantReads = ReturnType<typeof createAssistantReads>;

const messageCount = sql<number>`(select count(*) from assistant_messages m
  where m.session_id = assistant_sessions.id)`.mapWith(Number);

export function createAssistantReads(reader: Reader) {
  return { ...sessionReads(reader), ...messageReads(reader), ...placeReads(reader) };
}

function sessionReads(reader: Reader) {
  const order = [
    { by: assistantSessions.updatedAt, direction: 'desc' as const },
    { by: assistantSessions.id, direction: 'desc' as const },
  ];
  const select = () =>
    reader
      .select({
        session: assistantSessions,
        clientName: clients.name,
        projectName: projects.name,
        messageCount,
        sortValues: sortValues(order),
      })
      .from(assistantSessions)
      .leftJoin(clients, eq(clients.id, assistantSessions.clientId))
      .leftJoin(projects, eq(projects.id, assistantSessions.projectId));
  type Selected = Awaited<ReturnType<typeof select>>[number];
  const viewOf = ({ session, clientName, projectName, messageCount: count }: Selected): SessionView => ({
    ...session,
    clientName,
    projectName,
    messageCount: count,
  });
  return {
    async listSessions({ search, cursor, limit }: AssistantSessionListInput): Promise<Page<SessionView>> {
      const said = reader
        .select({ one: sql`1` })
        .from(assistantMessages)
        .where(
          and(
            eq(assistantMessages.sessionId, assistantSessions.id),
            contains(assistantMessages.text, search),
          ),
        );
      const isWanted = and(
        isNull(assistantSessions.deletedAt),
        search === '' ? undefined : or(contains(assistantSessions.title, search), exists(said)),
      );
      const rows = await select()
        .where(and(isWanted, afterCursor(order, cursor)))
        .orderBy(...orderOf(order))
        .limit(limit + 1);
      const total = await reader.$count(assistantSessions, isWanted);
      return pageOf(rows, limit, total, viewOf);
    },
    async findSession(id: string): Promise<SessionView | undefined> {
      const [row] = await select().where(eq(assistantSessions.id, id)).limit(1);
      return row && viewOf(row);
    },
    async listDeletedBefore(before: number): Promise<readonly string[]> {
      const rows = await reader
        .select({ id: assistantSessions.id })
        .from(assistantSessions)
        .where(lt(assistantSessions.deletedAt, before));
      return rows.map(({ id }) => id);
    },
  };
}

function messageReads(reader: Reader) {
  const order = [{ by: assistantMessages.place, direction: 'asc' as const }];
  return {
    async listMessages({ sessionId, cursor, limit }: AssistantMessageListInput): Promise<Page<MessageRow>> {
      const isWanted = eq(assistantMessages.sessionId, sessionId);
      const rows = await reader
        .select({ message: assistantMessages, sortValues: sortValues(order) })
        .from(assistantMessages)
        .where(and(isWanted, afterCursor(order, cursor)))
        .orderBy(...orderOf(order))
        .limit(limit + 1);
      const total = await reader.$count(assistantMessages, isWanted);
      return pageOf(rows, limit, total, ({ message }) => message);
    },
    async findMessage(id: string): Promise<MessageRow | undefined> {
      const [row] = await reader
        .select()
        .from(assistantMessages)
        .where(eq(assistantMessages.id, id))
        .limit(1);
      return row;
    },
    /** The one that follows: an answer stands behind its question. */
    async findAnswer({ sessionId, place }: MessageRow): Promise<MessageRow | undefined> {
      const [row] = await reader
        .select()
        .from(assistantMessages)
        .where(and(eq(assistantMessages.sessionId, sessionId), eq(assistantMessages.place, place + 1)))
        .limit(1);
      return row;
    },
    listAll: (sessionId: string): Promise<readonly MessageRow[]> =>
      reader
        .select()
        .from(assistantMessages)
        .where(eq(assistantMessages.sessionId, sessionId))
        .orderBy(asc(assistantMessages.place)),
    async lastPlace(sessionId: string): Promise<number> {
      const [row] = await reader
        .select({ place: assistantMessages.place })
        .from(assistantMessages)
        .where(eq(assistantMessages.sessionId, sessionId))
        .orderBy(desc(assistantMessages.place))
        .limit(1);
      return row?.place ?? 0;
    },
    listByStatus: (statuses: readonly MessageRow['status'][]): Promise<readonly MessageRow[]> =>
      reader
        .select()
        .from(assistantMessages)
        .where(inArray(assistantMessages.status, [...statuses])),
  };
}

function placeReads(reader: Reader) {
  return {
    async findPlace({ clientId, projectId }: AssistantScope): Promise<Place | undefined> {
      if (projectId !== null) {
        const [row] = await reader
          .select({ project: projects, client: clients })
          .from(projects)
          .leftJoin(clients, eq(clients.id, projects.clientId))
          .where(and(eq(projects.id, projectId), isNull(projects.deletedAt)))
          .limit(1);
        return row && placeOf(row.client, row.project);
      }
      if (clientId === null) return placeOf(null, null);
      const isIt = and(eq(clients.id, clientId), isNull(clients.deletedAt));
      const [row] = await reader.select().from(clients).where(isIt).limit(1);
      return row && placeOf(row, null);
    },
    /** Of clients and projects, those of a private client included. */
    async listPrivateIds(): Promise<readonly string[]> {
      const rows = await reader.rows(`SELECT id FROM clients WHERE is_private = 1
        UNION ALL SELECT p.id FROM projects p LEFT JOIN clients c ON c.id = p.client_id
        WHERE p.is_private = 1 OR c.is_private = 1`);
      return rows.map(([id]) => String(id));
    },
  };
}

function placeOf(
  client: typeof clients.$inferSelect | null,
  project: typeof projects.$inferSelect | null,
): Place {
  return {
    clientId: client?.id ?? null,
    clientName: client?.name ?? null,
    projectName: project?.name ?? null,
    isClientPrivate: client?.isPrivate ?? false,
    isProjectPrivate: project?.isPrivate ?? false,
  };
}

export function putSession(tx: Writer, row: SessionRow): void {
  const { summaryPrivateIds, isPrivate } = row;
  tx.run({
    sql: `INSERT INTO assistant_sessions (id, title, client_id, project_id, model, is_private, summary,
        summary_until, summary_private_ids, deleted_at, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET title = excluded.title, client_id = excluded.client_id,
        project_id = excluded.project_id, model = excluded.model, is_private = excluded.is_private,
        summary = excluded.summary, summary_until = excluded.summary_until,
        summary_private_ids = excluded.summary_private_ids, deleted_at = excluded.deleted_at,
        updated_at = excluded.updated_at`,
    params: [
      row.id,
      row.title,
      row.clientId,
      row.projectId,
      row.model,
      isPrivate ? 1 : 0,
      row.summary,
      row.summaryUntil,
      JSON.stringify(summaryPrivateIds),
      row.deletedAt,
      row.createdAt,
      row.updatedAt,
    ],
  });
  tx.touch('assistant', [row.id]);
}

export function putMessage(tx: Writer, row: MessageRow): void {
  const json = (value: unknown) => (value === null ? null : JSON.stringify(value));
  tx.run({
    sql: `INSERT INTO assistant_messages (id, session_id, place, role, status, parts, citations, text, agent,
        model, notice, error, private_ids, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE SET status = excluded.status, parts = excluded.parts,
        citations = excluded.citations, text = excluded.text, agent = excluded.agent, model = excluded.model,
        notice = excluded.notice, error = excluded.error, private_ids = excluded.private_ids`,
    params: [
      row.id,
      row.sessionId,
      row.place,
      row.role,
      row.status,
      json(row.parts),
      json(row.citations),
      row.text,
      row.agent,
      json(row.model),
      row.notice,
      json(row.error),
      json(row.privateIds),
      row.createdAt,
    ],
  });
  tx.touch('assistant', [row.sessionId]);
}

/** With their messages, for good. */
export function dropSessions(tx: Writer, ids: readonly string[]): void {
  const params = [JSON.stringify(ids)];
  const these = 'IN (SELECT value FROM json_each(?))';
  tx.run({ sql: `DELETE FROM assistant_messages WHERE session_id ${these}`, params });
  tx.run({ sql: `DELETE FROM assistant_sessions WHERE id ${these}`, params });
  tx.touchAll('assistant');
}
