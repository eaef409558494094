import type * as LangGraph from '@langchain/langgraph';
import type { CheckpointTuple, PendingWrite } from '@langchain/langgraph-checkpoint';
import type { RunnableConfig } from '@langchain/core/runnables';
import { invariant } from '#shared/kernel/invariant.ts';
import type { AgentsStore, StoredCheckpoint } from './agents.store.ts';

export type Graphs = typeof LangGraph &
  Pick<typeof import('@langchain/langgraph-checkpoint'), 'WRITES_IDX_MAP'>;

/** Names by which a machine's owner may have told LangChain to send each run to its maker's service. */
const TRACING = ['LANGSMITH_TRACING', 'LANGSMITH_TRACING_V2', 'LANGCHAIN_TRACING', 'LANGCHAIN_TRACING_V2'];

/** Loaded at the first question: it takes 0.2 s. Nothing of it may reach out by a way that is not ours. */
export async function loadGraphs(): Promise<Graphs> {
  for (const name of [...TRACING, 'LANGCHAIN_VERBOSE']) delete process.env[name];
  const [graphs, { WRITES_IDX_MAP }] = await Promise.all([
    import('@langchain/langgraph'),
    import('@langchain/langgraph-checkpoint'),
  ]);
  return { ...graphs, WRITES_IDX_MAP };
}

type Place = { readonly threadId: string; readonly namespace: string; readonly id: string | null };

function placeOf({ configurable = {} }: RunnableConfig): Place {
  const threadId: unknown = configurable['thread_id'];
  invariant(typeof threadId === 'string', 'a run has an id');
  return {
    threadId,
    namespace: String(configurable['checkpoint_ns'] ?? ''),
    id: typeof configurable['checkpoint_id'] === 'string' ? configurable['checkpoint_id'] : null,
  };
}

function configOf(place: { threadId: string; namespace: string; checkpointId: string }): RunnableConfig {
  const { threadId, namespace, checkpointId } = place;
  return { configurable: { thread_id: threadId, checkpoint_ns: namespace, checkpoint_id: checkpointId } };
}

/**
 * Keeps where a waiting run stands in the encrypted store: the latest checkpoint alone, since nobody goes back, and
 * only ids and counts, since the state holds nothing else.
 */
export function createCheckpointSaver({ BaseCheckpointSaver, WRITES_IDX_MAP }: Graphs, store: AgentsStore) {
  class StoreCheckpointSaver extends BaseCheckpointSaver {
    async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
      const { threadId, namespace, id } = placeOf(config);
      const row = await store.findCheckpoint(threadId, namespace, id);
      return row && this.#tupleOf(row);
    }

    async *list(config: RunnableConfig): AsyncGenerator<CheckpointTuple> {
      for (const row of await store.listCheckpoints(placeOf(config).threadId)) yield this.#tupleOf(row);
    }

    async put(config: RunnableConfig, checkpoint: unknown, metadata: unknown): Promise<RunnableConfig> {
      const { threadId, namespace, id: parentId } = placeOf(config);
      const checkpointId = (checkpoint as { readonly id: string }).id; // what the base class promises
      const row = { threadId, namespace, checkpointId };
      await store.putCheckpoint({
        ...row,
        parentId,
        checkpoint: await this.#dump(checkpoint),
        metadata: await this.#dump(metadata),
      });
      return configOf(row);
    }

    async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string): Promise<void> {
      const { threadId, namespace, id } = placeOf(config);
      invariant(id !== null, 'writes belong to a checkpoint');
      const rows = writes.map(async ([channel, value], index) => ({
        ...{ threadId, namespace, checkpointId: id, taskId, channel },
        place: WRITES_IDX_MAP[channel] ?? index,
        value: await this.#dump(value),
      }));
      await store.putWrites(await Promise.all(rows));
    }

    async deleteThread(threadId: string): Promise<void> {
      await store.drop([threadId]);
    }

    async #tupleOf(row: StoredCheckpoint): Promise<CheckpointTuple> {
      const writes = (await store.listWrites(row.threadId)).filter(
        (write) => write.namespace === row.namespace && write.checkpointId === row.checkpointId,
      );
      const { parentId } = row;
      return {
        config: configOf(row),
        checkpoint: await this.#load(row.checkpoint),
        metadata: await this.#load(row.metadata),
        pendingWrites: await Promise.all(
          writes.map(async ({ taskId, channel, value }): Promise<[string, string, unknown]> => [
            taskId,
            channel,
            await this.#load(value),
          ]),
        ),
        ...(parentId === null ? {} : { parentConfig: configOf({ ...row, checkpointId: parentId }) }),
      };
    }

    async #dump(value: unknown): Promise<string> {
      const [type, bytes] = await this.serde.dumpsTyped(value);
      invariant(type === 'json', 'the state is plain JSON');
      return Buffer.from(bytes).toString('utf8');
    }

    #load(text: string) {
      return this.serde.loadsTyped('json', text);
    }
  }
  return new StoreCheckpointSaver();
}
