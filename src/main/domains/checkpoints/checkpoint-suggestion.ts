import type { CheckpointCreate } from '#shared/contracts/checkpoints.ts';
import type { SuggestionState } from '#shared/contracts/proposals.ts';
import { AppError } from '#shared/errors.ts';
import type { Reader } from '#main/db/store.ts';
import type { ActionSuggestion } from '#main/engine/actions/index.ts';
import type { CheckpointsService } from './checkpoints.service.ts';

type ReadStates = (reader: Reader, ids: readonly string[]) => Promise<ReadonlyMap<string, SuggestionState>>;

/** A proposed checkpoint stands on the timeline from the start, with a dashed border until somebody accepts it. */
export function checkpointSuggestion(
  checkpoints: CheckpointsService,
  states: ReadStates,
): ActionSuggestion<CheckpointCreate> {
  return {
    kind: 'checkpoint',
    states,
    async create(tx, input) {
      return (await checkpoints.createIn(tx, { ...input, isAiSuggested: true, isApproved: false })).id;
    },
    async approve(tx, id, edited) {
      const [row] = await tx.getByIds('checkpoint', [id]);
      if (!row || row.deletedAt !== null) {
        throw new AppError(
          'not_found',
          'The suggested checkpoint was removed in the meantime. Nothing was added.',
        );
      }
      await tx.update('checkpoint', [{ id, patch: { ...edited, isApproved: true } }]);
    },
    async answer(id, changeSetId) {
      const { title } = await checkpoints.get(id);
      return { id, title, link: `adiuva://checkpoint/${id}`, changeSetId };
    },
    async withdraw(tx, id) {
      const [row] = await tx.getByIds('checkpoint', [id]);
      if (!row || row.deletedAt !== null || row.isApproved) return;
      await tx.update('checkpoint', [{ id, patch: { deletedAt: tx.nowMs } }]);
    },
  };
}
