import type { Written } from '#shared/contracts/common.ts';
import type { TaskComment } from '#shared/contracts/tasks.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';

/** What was said about a task, in the order it was said. */
export class TaskCommentsService {
  readonly #store: Store;
  readonly #ids: IdSource;

  constructor(deps: { readonly store: Store; readonly ids: IdSource }) {
    this.#store = deps.store;
    this.#ids = deps.ids;
  }

  async add(taskId: string, body: string): Promise<Written<TaskComment>> {
    const { value, changeSetId } = await this.#store.write({ command: 'tasks.comment' }, async (tx) => {
      const [task] = await tx.getByIds('task', [taskId]);
      if (!task)
        throw new AppError('not_found', 'This task does not exist any more. Your comment was not saved.');
      const comment = {
        id: this.#ids.next(),
        taskId,
        body,
        author: tx.principal,
        createdAt: tx.nowMs,
        updatedAt: tx.nowMs,
      };
      tx.insert('task_comment', [comment]);
      return comment as TaskComment; // brand only
    });
    return { item: value, changeSetId };
  }

  async update(id: string, body: string): Promise<Written<TaskComment>> {
    const { value, changeSetId } = await this.#store.write({ command: 'tasks.updateComment' }, (tx) =>
      tx.update('task_comment', [{ id, patch: { body } }]),
    );
    return { item: requireComment(value[0]), changeSetId };
  }

  async remove(id: string): Promise<Written<TaskComment>> {
    const { value, changeSetId } = await this.#store.write({ command: 'tasks.removeComment' }, async (tx) => {
      const [comment] = await tx.getByIds('task_comment', [id]);
      await tx.delete('task_comment', [id]);
      return comment;
    });
    return { item: requireComment(value), changeSetId };
  }
}

function requireComment(row: unknown): TaskComment {
  if (!row) throw new AppError('not_found', 'This comment does not exist any more.');
  return row as TaskComment; // brand only
}
