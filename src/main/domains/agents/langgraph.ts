import type * as LangGraph from '@langchain/langgraph';
import type {
  BaseCheckpointSaver,
  Checkpoint,
  CheckpointTuple,
  PendingWrite,
  SerializerProtocol,
} from '@langchain/langgraph-checkpoint';
import type { RunnableConfig } from '@langchain/core/runnables';
import { invariant } from '#shared/kernel/invariant.ts';
import type { AgentsStore, StoredCheckpoint, StoredWrite } from './agents.store.ts';

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

async function dump(serde: SerializerProtocol, value: unknown): Promise<string> {
  const [type, bytes] = await serde.dumpsTyped(value);
  invariant(type === 'json', 'the state is plain JSON');
  return Buffer.from(bytes).toString('utf8');
}

async function tupleOf(
  serde: SerializerProtocol,
  row: StoredCheckpoint,
  writes: readonly StoredWrite[],
): Promise<CheckpointTuple> {
  const { parentId, namespace, checkpointId } = row;
  const own = writes.filter((one) => one.namespace === namespace && one.checkpointId === checkpointId);
  const pending = own.map(async ({ taskId, channel, value }): Promise<[string, string, unknown]> => [
    taskId,
    channel,
    await serde.loadsTyped('json', value),
  ]);
  return {
    config: configOf(row),
    checkpoint: await serde.loadsTyped('json', row.checkpoint),
    metadata: await serde.loadsTyped('json', row.metadata),
    pendingWrites: await Promise.all(pending),
    ...(parentId === null ? {} : { parentConfig: configOf({ ...row, checkpointId: parentId }) }),
  };
}

/**
 * Keeps where a waiting run stands in the encrypted store: the latest checkpoint alone, since nobody goes back, and
 * only ids and counts, since the state holds nothing else.
 */
export function createCheckpointSaver(graphs: Graphs, store: AgentsStore): BaseCheckpointSaver {
  const { WRITES_IDX_MAP } = graphs;
  return new (class extends graphs.BaseCheckpointSaver {
    async getTuple(config: RunnableConfig): Promise<CheckpointTuple | undefined> {
      const row = await store.findCheckpoint(placeOf(config));
      return row && tupleOf(this.serde, row, await store.listWrites(row.threadId));
    }

    async *list(config: RunnableConfig): AsyncGenerator<CheckpointTuple> {
      const { threadId } = placeOf(config);
      const writes = await store.listWrites(threadId);
      for (const row of await store.listCheckpoints(threadId)) yield tupleOf(this.serde, row, writes);
    }

    async put(config: RunnableConfig, checkpoint: Checkpoint, metadata: unknown): Promise<RunnableConfig> {
      const { threadId, namespace, id: parentId } = placeOf(config);
      const row = { threadId, namespace, checkpointId: checkpoint.id };
      await store.putCheckpoint({
        ...row,
        parentId,
        checkpoint: await dump(this.serde, checkpoint),
        metadata: await dump(this.serde, metadata),
      });
      return configOf(row);
    }

    async putWrites(config: RunnableConfig, writes: PendingWrite[], taskId: string): Promise<void> {
      const { threadId, namespace, id } = placeOf(config);
      invariant(id !== null, 'writes belong to a checkpoint');
      const place = { threadId, namespace, checkpointId: id, taskId };
      const rows = writes.map(async ([channel, value], index) => ({
        ...place,
        channel,
        place: WRITES_IDX_MAP[channel] ?? index,
        value: await dump(this.serde, value),
      }));
      await store.putWrites(await Promise.all(rows));
    }

    async deleteThread(threadId: string): Promise<void> {
      await store.drop([threadId]);
    }
  })();
}
