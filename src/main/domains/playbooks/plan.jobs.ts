import { z } from 'zod';
import {
  actionPrincipalSchema,
  type ActionOutcome,
  type ActionPrincipal,
} from '#shared/contracts/actions.ts';
import { executionPlanSchema, type PlanResult, type PlanStep } from '#shared/contracts/plans.ts';
import { AppError } from '#shared/errors.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import { defineJob, type JobContext, type JobDefinition } from '#main/engine/jobs/index.ts';
import { resolveStep } from './plan-actions.ts';
import { fillReferences, findReferences, linesOf, valueAt } from './plan-references.ts';

export const PLAN_JOB = 'plan';

const planJobInputSchema = z.object({ plan: executionPlanSchema, principal: actionPrincipalSchema });

type StepResult = PlanResult['steps'][number];

/** Runs the steps of a plan in order, each through the gate and each remembered once it is done. */
export function definePlanJob(actions: () => Actions): JobDefinition<z.infer<typeof planJobInputSchema>> {
  return defineJob({
    type: PLAN_JOB,
    input: planJobInputSchema,
    concurrency: 4,
    async run(ctx, { plan, principal }): Promise<PlanResult> {
      const results = new Map<string, StepResult>();
      for (const [index, step] of plan.steps.entries()) {
        ctx.signal.throwIfAborted();
        ctx.progress(index, plan.steps.length, step.id);
        results.set(step.id, await runStep({ ctx, actions: actions(), principal, results }, step));
      }
      ctx.progress(plan.steps.length, plan.steps.length);
      return { steps: [...results.values()] };
    },
  });
}

type Run = {
  readonly ctx: JobContext;
  readonly actions: Actions;
  readonly principal: ActionPrincipal;
  readonly results: ReadonlyMap<string, StepResult>;
};

async function runStep(run: Run, step: PlanStep): Promise<StepResult> {
  const { ctx, actions, principal, results } = run;
  const resolved = resolveStep(step);
  const onStepId = findReferences(resolved.input)
    .map(({ reference }) => reference.data_from_step)
    .find((id) => results.get(id)?.status !== 'done');
  // What it needs waits for the person: it cannot be done yet, and the steps that need nothing of it still can.
  if (onStepId !== undefined) return { id: step.id, status: 'waiting', onStepId };
  const input = fillReferences(resolved.input, ({ data_from_step: id, path, each }) => {
    const source = results.get(id);
    const value = source?.status === 'done' ? valueAt(source.output, path) : undefined;
    if (value !== undefined) return each === undefined ? value : linesOf(value, each);
    throw new AppError('invalid_input', `Step ${step.id}: step ${id} answered nothing at "${path ?? ''}".`);
  });
  const { effect } = actions.registry.get(resolved.actionId);
  const { reason = '', sources = [] } = step;
  const outcome = await ctx.step(
    step.id,
    () =>
      actions.invoke(resolved.actionId, input, principal, {
        runId: ctx.jobId,
        signal: ctx.signal,
        reason,
        sources,
      }),
    // After a crash nobody knows whether the change was made before its result was noted: the person is asked.
    { effect: effect === 'read' ? 'pure' : 'once', evidence: { actionId: resolved.actionId, input } },
  );
  return toResult(step.id, outcome);
}

function toResult(id: string, outcome: ActionOutcome): StepResult {
  if (outcome.status === 'proposed') return { id, status: 'proposed', proposalId: outcome.proposalId };
  return { id, status: 'done', output: outcome.output };
}
