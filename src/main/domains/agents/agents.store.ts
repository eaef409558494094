import { asc, desc, eq, lt } from 'drizzle-orm';
import type { Reader, Store, Writer } from '#main/db/store.ts';
import { agentCheckpoints, agentCheckpointWrites, agentEntries } from '#main/db/tables/assistant.ts';
import type { AgentEntry } from './agent-run.ts';

export type StoredCheckpoint = typeof agentCheckpoints.$inferSelect;
export type StoredWrite = typeof agentCheckpointWrites.$inferSelect;

/** Where waiting runs stand. None of it is recorded: it is of use to the run alone and goes with it. */
export type AgentsStore = {
  listEntries(runId: string): Promise<readonly AgentEntry[]>;
  appendEntries(runId: string, from: number, entries: readonly AgentEntry[]): Promise<void>;
  findCheckpoint(place: {
    readonly threadId: string;
    readonly namespace: string;
    /** Null for the latest. */
    readonly id: string | null;
  }): Promise<StoredCheckpoint | undefined>;
  listCheckpoints(threadId: string): Promise<readonly StoredCheckpoint[]>;
  listWrites(threadId: string): Promise<readonly StoredWrite[]>;
  /** Takes the place of the one before: nobody goes back. */
  putCheckpoint(row: Omit<StoredCheckpoint, 'createdAt'>): Promise<void>;
  putWrites(rows: readonly StoredWrite[]): Promise<void>;
  /** Everything of these runs. */
  drop(runIds: readonly string[]): Promise<void>;
  listRunsBefore(before: number): Promise<readonly string[]>;
};

const OWN = { command: 'agents.checkpoint', principal: 'agents' } as const;

export function createAgentsStore(store: Store): AgentsStore {
  const { reader } = store;
  const write = async (work: (tx: Writer) => void) => {
    await store.write(OWN, work);
  };
  return {
    ...createReads(reader),
    appendEntries: (runId, from, entries) =>
      write((tx) =>
        tx.run({
          sql: 'INSERT INTO agent_entries (run_id, seq, entry) VALUES (?, ?, ?)',
          paramsList: entries.map((entry, index) => [runId, from + index, JSON.stringify(entry)]),
        }),
      ),
    putCheckpoint: (row) =>
      write((tx) => {
        const { threadId, namespace, checkpointId, parentId, checkpoint, metadata } = row;
        const here = [threadId, namespace, checkpointId];
        tx.run({
          sql: `INSERT OR REPLACE INTO agent_checkpoints
            (thread_id, namespace, checkpoint_id, parent_id, checkpoint, metadata, created_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)`,
          params: [...here, parentId, checkpoint, metadata, tx.nowMs],
        });
        for (const table of ['agent_checkpoints', 'agent_checkpoint_writes']) {
          const sql = `DELETE FROM ${table} WHERE thread_id = ? AND namespace = ? AND checkpoint_id <> ?`;
          tx.run({ sql, params: here });
        }
      }),
    putWrites: (rows) =>
      write((tx) =>
        tx.run({
          sql: `INSERT OR REPLACE INTO agent_checkpoint_writes
            (thread_id, namespace, checkpoint_id, task_id, place, channel, value) VALUES (?, ?, ?, ?, ?, ?, ?)`,
          paramsList: rows.map((row) => [
            row.threadId,
            row.namespace,
            row.checkpointId,
            row.taskId,
            row.place,
            row.channel,
            row.value,
          ]),
        }),
      ),
    drop: (runIds) =>
      write((tx) => {
        const params = [JSON.stringify(runIds)];
        const these = 'IN (SELECT value FROM json_each(?))';
        tx.run({ sql: `DELETE FROM agent_entries WHERE run_id ${these}`, params });
        tx.run({ sql: `DELETE FROM agent_checkpoints WHERE thread_id ${these}`, params });
        tx.run({ sql: `DELETE FROM agent_checkpoint_writes WHERE thread_id ${these}`, params });
      }),
  };
}

function createReads(reader: Reader) {
  return {
    async listEntries(runId: string) {
      const rows = await reader
        .select({ entry: agentEntries.entry })
        .from(agentEntries)
        .where(eq(agentEntries.runId, runId))
        .orderBy(asc(agentEntries.seq));
      return rows.map(({ entry }) => entry as AgentEntry); // written by `appendEntries` alone
    },
    async findCheckpoint({ threadId, namespace, id }: Parameters<AgentsStore['findCheckpoint']>[0]) {
      const rows = await reader
        .select()
        .from(agentCheckpoints)
        .where(eq(agentCheckpoints.threadId, threadId))
        .orderBy(desc(agentCheckpoints.checkpointId));
      return rows.find((row) => row.namespace === namespace && (id === null || row.checkpointId === id));
    },
    listCheckpoints: (threadId: string) =>
      reader.select().from(agentCheckpoints).where(eq(agentCheckpoints.threadId, threadId)),
    listWrites: (threadId: string) =>
      reader
        .select()
        .from(agentCheckpointWrites)
        .where(eq(agentCheckpointWrites.threadId, threadId))
        .orderBy(asc(agentCheckpointWrites.taskId), asc(agentCheckpointWrites.place)),
    async listRunsBefore(before: number) {
      const rows = await reader
        .selectDistinct({ id: agentCheckpoints.threadId })
        .from(agentCheckpoints)
        .where(lt(agentCheckpoints.createdAt, before));
      return rows.map(({ id }) => id);
    },
  };
}
