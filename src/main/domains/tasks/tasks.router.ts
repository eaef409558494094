import { z } from 'zod';
import { tagsSchema, taskIdSchema } from '#shared/contracts/common.ts';
import { parseQuickAddInput } from '#shared/contracts/quick-add.ts';
import {
  recurrencePreviewInputSchema,
  taskCreateSchema,
  taskListInputSchema,
  taskPatchSchema,
} from '#shared/contracts/tasks.ts';
import { procedure, router } from '#main/api/procedure.ts';

const idsInput = z.object({ ids: z.array(taskIdSchema).min(1).max(5000) });
const commentBody = z.string().trim().min(1).max(50_000);

export const tasksRouter = router({
  list: procedure.input(taskListInputSchema).query(({ ctx, input }) => ctx.workspace.tasks.list(input)),
  get: procedure
    .input(z.object({ id: taskIdSchema }))
    .query(({ ctx, input }) => ctx.workspace.tasks.get(input.id)),
  counts: procedure.query(({ ctx }) => ctx.workspace.tasks.counts()),
  tags: procedure.query(({ ctx }) => ctx.workspace.tasks.tags()),
  create: procedure.input(taskCreateSchema).mutation(({ ctx, input }) => ctx.workspace.tasks.create(input)),
  update: procedure
    .input(idsInput.extend({ patch: taskPatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.tasks.update(input.ids, input.patch)),
  complete: procedure
    .input(idsInput.extend({ isDone: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.workspace.tasks.complete(input.ids, input.isDone)),
  addTags: procedure
    .input(idsInput.extend({ add: tagsSchema.default([]), remove: tagsSchema.default([]) }))
    .mutation(({ ctx, input }) => ctx.workspace.tasks.addTags(input.ids, input.add, input.remove)),
  shiftDates: procedure
    .input(idsInput.extend({ days: z.number().int().min(-3660).max(3660) }))
    .mutation(({ ctx, input }) => ctx.workspace.tasks.shiftDates(input.ids, input.days)),
  move: procedure
    .input(
      z.object({
        id: taskIdSchema,
        afterId: taskIdSchema.nullable(),
        parentId: taskIdSchema.nullable().optional(),
      }),
    )
    .mutation(({ ctx, input }) => ctx.workspace.tasks.move(input.id, input.afterId, input.parentId)),
  remove: procedure.input(idsInput).mutation(({ ctx, input }) => ctx.workspace.tasks.remove(input.ids)),
  approve: procedure.input(idsInput).mutation(({ ctx, input }) => ctx.workspace.tasks.approve(input.ids)),
  dismiss: procedure.input(idsInput).mutation(({ ctx, input }) => ctx.workspace.tasks.dismiss(input.ids)),
  comment: procedure
    .input(z.object({ taskId: taskIdSchema, body: commentBody }))
    .mutation(({ ctx, input }) => ctx.workspace.taskComments.add(input.taskId, input.body)),
  updateComment: procedure
    .input(z.object({ id: z.uuid(), body: commentBody }))
    .mutation(({ ctx, input }) => ctx.workspace.taskComments.update(input.id, input.body)),
  removeComment: procedure
    .input(z.object({ id: z.uuid() }))
    .mutation(({ ctx, input }) => ctx.workspace.taskComments.remove(input.id)),
  previewRecurrence: procedure
    .input(recurrencePreviewInputSchema)
    .query(({ ctx, input }) => ctx.workspace.tasks.previewRecurrence(input)),
  parseQuickAdd: procedure
    .input(parseQuickAddInput)
    .query(({ ctx, input }) => ctx.workspace.quickAdd.parse(input)),
  quickAdd: procedure
    .input(parseQuickAddInput.extend({ defaults: taskCreateSchema.partial().optional() }))
    .mutation(({ ctx, input }) => ctx.workspace.quickAdd.add(input)),
});
