import type {
  Checkpoint,
  CheckpointCreate,
  CheckpointListInput,
  CheckpointListItem,
  CheckpointPatch,
} from '#shared/contracts/checkpoints.ts';
import type { Page, Written, WrittenMany } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import { requireFound } from '#main/domains/clients/index.ts';
import type { EntityInsert } from '#main/db/entity-rows.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { CheckpointsStore } from './checkpoints.store.ts';

export type CheckpointsDeps = {
  readonly store: Store;
  readonly reads: CheckpointsStore;
  readonly ids: IdSource;
};

export class CheckpointsService {
  readonly #deps: CheckpointsDeps;

  constructor(deps: CheckpointsDeps) {
    this.#deps = deps;
  }

  list(input: CheckpointListInput): Promise<Page<CheckpointListItem>> {
    return this.#deps.reads.list(input);
  }

  async get(id: string): Promise<CheckpointListItem> {
    const checkpoint = await this.#deps.reads.find(id);
    if (!checkpoint) throw new AppError('not_found', 'This checkpoint does not exist any more.');
    return checkpoint;
  }

  async create(input: CheckpointCreate): Promise<Written<Checkpoint>> {
    const { value, changeSetId } = await this.#deps.store.write(
      { command: 'checkpoints.create', params: { title: input.title } },
      (tx) => this.createIn(tx, input),
    );
    return { item: value, changeSetId };
  }

  /** Within another command's transaction, e.g. the proposal of a checkpoint. */
  async createIn(tx: Writer, input: CheckpointCreate): Promise<Checkpoint> {
    const [project] = await tx.getByIds('project', [input.projectId]);
    if (!project) {
      throw new AppError('not_found', 'The project of this checkpoint does not exist. Nothing was added.');
    }
    const row = newCheckpointRow(this.#deps.ids.next(), input, tx.nowMs);
    tx.insert('checkpoint', [row]);
    return row as Checkpoint; // the row names every column
  }

  async update(ids: readonly string[], patch: CheckpointPatch): Promise<WrittenMany<Checkpoint>> {
    const { isReached, ...fields } = patch;
    const command =
      isReached === undefined ? 'checkpoints.update' : isReached ? 'checkpoints.reach' : 'checkpoints.reopen';
    return this.#write(command, ids, async (tx) => {
      const rows = await tx.getByIds('checkpoint', ids);
      const changes = rows.map((row) => ({
        id: row.id,
        patch: { ...fields, ...reached(isReached, row.reachedAt, tx.nowMs) },
      }));
      return tx.update('checkpoint', changes);
    });
  }

  remove(ids: readonly string[]): Promise<WrittenMany<Checkpoint>> {
    return this.#write('checkpoints.remove', ids, (tx) =>
      tx.update(
        'checkpoint',
        ids.map((id) => ({ id, patch: { deletedAt: tx.nowMs } })),
      ),
    );
  }

  async #write(
    command: string,
    ids: readonly string[],
    work: (tx: Writer) => Promise<readonly unknown[]>,
  ): Promise<WrittenMany<Checkpoint>> {
    const [only] = ids;
    const found = ids.length === 1 && only ? await this.#deps.reads.find(only) : undefined;
    const params: Record<string, string | number> = found
      ? { count: 1, title: found.title }
      : { count: ids.length };
    const { value, changeSetId } = await this.#deps.store.write({ command, params }, work);
    requireFound(value, ids, 'checkpoint');
    return { items: value as readonly Checkpoint[], changeSetId }; // brand only
  }
}

/** Reaching one twice keeps the first day. */
function reached(
  isReached: boolean | undefined,
  before: number | null,
  nowMs: number,
): { reachedAt?: number | null } {
  if (isReached === undefined) return {};
  return { reachedAt: isReached ? (before ?? nowMs) : null };
}

function newCheckpointRow(id: string, input: CheckpointCreate, nowMs: number): EntityInsert<'checkpoint'> {
  return {
    id,
    projectId: input.projectId,
    title: input.title,
    description: input.description ?? '',
    dueDate: input.dueDate ?? null,
    evidence: input.evidence ?? [],
    isAiSuggested: input.isAiSuggested ?? false,
    isApproved: input.isApproved ?? !(input.isAiSuggested ?? false),
    reachedAt: null,
    deletedAt: null,
    createdAt: nowMs,
    updatedAt: nowMs,
  };
}
