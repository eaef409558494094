import type { CommandSummary, UndoState } from '#shared/contracts/changes.ts';

/** What the undo order needs to know of a committed change set. */
export type SetSummary = CommandSummary & {
  readonly principal: string;
  readonly undoes: number | null;
  readonly foldedSetId?: number | null;
};

type Undone = { readonly summary: CommandSummary; readonly by: number };

/** Whose commands Ctrl-Z takes back. */
const PERSONAL = new Set(['user', 'import']);

const MAX_DEPTH = 500;

/**
 * The order in which commands are undone and redone, replayed from change sets. A set that undoes another moves it
 * to the redo side; a set that undoes an undo brings the command back under its own id.
 */
export function createUndoOrder() {
  let done: CommandSummary[] = [];
  let undone: Undone[] = [];

  function record(set: SetSummary): void {
    if (!PERSONAL.has(set.principal)) return;
    const { changeSetId, command, params, createdAt } = set;
    const summary = { changeSetId, command, params, createdAt };
    if (set.undoes === null) {
      done = done.filter((one) => one.changeSetId !== set.foldedSetId && one.changeSetId !== changeSetId);
      done.push(summary);
      if (done.length > MAX_DEPTH) done.shift();
      undone = [];
      return;
    }
    const taken = done.find((one) => one.changeSetId === set.undoes);
    if (taken) {
      done = done.filter((one) => one !== taken);
      undone.push({ summary: taken, by: changeSetId });
      return;
    }
    const back = undone.find((one) => one.by === set.undoes);
    if (!back) return;
    undone = undone.filter((one) => one !== back);
    done.push({ ...back.summary, changeSetId });
  }

  return {
    record,
    state: (): UndoState => ({ undo: done.at(-1) ?? null, redo: undone.at(-1)?.summary ?? null }),
    /** A set that can be taken back no more, so that it does not stand before the earlier ones. */
    forget(changeSetId: number): void {
      done = done.filter((one) => one.changeSetId !== changeSetId);
      undone = undone.filter((one) => one.by !== changeSetId);
    },
    nextUndo: (): CommandSummary | null => done.at(-1) ?? null,
    findDone: (changeSetId: number): CommandSummary | null =>
      done.find((one) => one.changeSetId === changeSetId) ?? null,
    nextRedo: (): Undone | null => undone.at(-1) ?? null,
  };
}
