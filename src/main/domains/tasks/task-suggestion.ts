import type { TaskCreate } from '#shared/contracts/tasks.ts';
import type { SuggestionState } from '#shared/contracts/proposals.ts';
import { AppError } from '#shared/errors.ts';
import type { Reader, Writer } from '#main/db/store.ts';
import type { ActionSuggestion } from '#main/engine/actions/index.ts';
import { withConsequences } from './task-row.ts';
import type { TasksService } from './tasks.service.ts';

type ReadStates = (reader: Reader, ids: readonly string[]) => Promise<ReadonlyMap<string, SuggestionState>>;

/** A proposed task stands in the lists from the start, with a dashed border until somebody accepts it. */
export function taskSuggestion(tasks: TasksService, states: ReadStates): ActionSuggestion<TaskCreate> {
  return {
    kind: 'task',
    states,
    async create(tx, input) {
      return (await tasks.createIn(tx, { ...input, isAiSuggested: true, isApproved: false })).id;
    },
    async approve(tx, id, edited) {
      await requireSuggested(tx, id);
      await tx.update('task', [
        { id, patch: { ...(edited ? withConsequences(edited, tx.nowMs) : {}), isApproved: true } },
      ]);
    },
    async answer(id, changeSetId) {
      const { title } = await tasks.get(id);
      return { id, title, link: `adiuva://task/${id}`, changeSetId };
    },
    async withdraw(tx, id) {
      const [row] = await tx.getByIds('task', [id]);
      if (!row || row.deletedAt !== null || row.isApproved) return;
      await tx.update('task', [{ id, patch: { deletedAt: tx.nowMs } }]);
    },
  };
}

async function requireSuggested(tx: Writer, id: string): Promise<void> {
  const [row] = await tx.getByIds('task', [id]);
  if (row && row.deletedAt === null) return;
  throw new AppError('not_found', 'The suggested task was removed in the meantime. Nothing was added.');
}
