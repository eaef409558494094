import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Citation } from '#shared/contracts/answers.ts';
import type {
  AgentName,
  AssistantError,
  AssistantModelFacts,
  AssistantNotice,
  AssistantPart,
  MessageStatus,
} from '#shared/contracts/assistant.ts';
import { flag, id, instant, json } from './columns.ts';

/** A part as it is kept: of its steps the ids, since each proposal has a row of its own. */
export type StoredPart =
  | Exclude<AssistantPart, { readonly type: 'steps' }>
  | { readonly type: 'steps'; readonly proposalIds: readonly string[] };

export const assistantSessions = sqliteTable(
  'assistant_sessions',
  {
    id: id(),
    title: text('title').notNull(),
    clientId: text('client_id'),
    projectId: text('project_id'),
    /** `providerId/modelId`; null follows the settings. */
    model: text('model'),
    /** Once private, always: what was said stays here when the mark is taken off. */
    isPrivate: flag('is_private').notNull(),
    /** What was said before the message `summary_until`, in short; empty while all of it is told in full. */
    summary: text('summary').notNull(),
    summaryUntil: text('summary_until'),
    /** As `private_ids` of a message. */
    summaryPrivateIds: json<readonly string[]>('summary_private_ids').notNull(),
    deletedAt: instant('deleted_at'),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [index('assistant_sessions_by_update').on(table.updatedAt, table.id)],
);

export const assistantMessages = sqliteTable(
  'assistant_messages',
  {
    id: id(),
    sessionId: text('session_id')
      .notNull()
      .references(() => assistantSessions.id, { onDelete: 'cascade' }),
    /** 1, 2 … in the session. */
    place: integer('place').notNull(),
    role: text('role').$type<'user' | 'assistant'>().notNull(),
    status: text('status').$type<MessageStatus>().notNull(),
    parts: json<readonly StoredPart[]>('parts').notNull(),
    citations: json<readonly Citation[]>('citations').notNull(),
    /** All words of it, for the search and for what the next answer is told. */
    text: text('text').notNull(),
    agent: text('agent').$type<AgentName>(),
    model: json<AssistantModelFacts>('model'),
    notice: text('notice').$type<AssistantNotice>(),
    error: json<AssistantError>('error'),
    /**
     * Clients and projects that were private when it was written. What has become private since may be told of in it:
     * it is then kept from models elsewhere.
     */
    privateIds: json<readonly string[]>('private_ids').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('assistant_messages_by_session').on(table.sessionId, table.place),
    index('assistant_messages_by_status').on(table.status),
  ],
);

/** What a model was told and said in a run that is not over, one row each: the checkpoints hold only their count. */
export const agentEntries = sqliteTable(
  'agent_entries',
  {
    runId: text('run_id').notNull(),
    seq: integer('seq').notNull(),
    entry: json<unknown>('entry').notNull(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.seq] })],
);

/** Where a run that waits for the person stands. One row a run: an earlier one is of no use to anybody. */
export const agentCheckpoints = sqliteTable(
  'agent_checkpoints',
  {
    threadId: text('thread_id').notNull(),
    namespace: text('namespace').notNull(),
    checkpointId: text('checkpoint_id').notNull(),
    parentId: text('parent_id'),
    checkpoint: text('checkpoint').notNull(),
    metadata: text('metadata').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.threadId, table.namespace, table.checkpointId] })],
);

export const agentCheckpointWrites = sqliteTable(
  'agent_checkpoint_writes',
  {
    threadId: text('thread_id').notNull(),
    namespace: text('namespace').notNull(),
    checkpointId: text('checkpoint_id').notNull(),
    taskId: text('task_id').notNull(),
    place: integer('place').notNull(),
    channel: text('channel').notNull(),
    value: text('value').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.threadId, table.namespace, table.checkpointId, table.taskId, table.place] }),
  ],
);
