import { z } from 'zod';
import {
  actionPrincipalSchema,
  type ActionOutcome,
  type ActionPrincipal,
} from '#shared/contracts/actions.ts';
import {
  executionPlanSchema,
  type ExecutionPlan,
  type PlanResult,
  type PlanStep,
} from '#shared/contracts/plans.ts';
import { AppError } from '#shared/errors.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import {
  defineJob,
  JobCalledOff,
  type JobContext,
  type JobDefinition,
  type SignalAnswer,
} from '#main/engine/jobs/index.ts';
import { resolveStep } from './plan-actions.ts';
import { PROPOSAL_SIGNAL, proposalSignalSchema } from './plan-signals.ts';
import { fillReferences, findReferences, linesOf, valueAt } from './plan-references.ts';

export const PLAN_JOB = 'plan';

/** What runs a plan: the gate, and the inbox that some of its steps wait in. */
export type PlanParts = {
  readonly actions: Actions;
  /** Ends proposals that nobody decided in time. */
  readonly expireDue: () => Promise<void>;
};

const planJobInputSchema = z.object({ plan: executionPlanSchema, principal: actionPrincipalSchema });

/** Nobody may have opened the inbox since a proposal expired: a plan that waits looks for itself once a day. */
const LOOK_AGAIN_MS = 24 * 3_600_000;

type StepResult = PlanResult['steps'][number];

/**
 * Runs the steps of a plan, each through the gate and each remembered once it is done. A step that became a proposal
 * does not hold up those that need nothing of it; the others wait for the decision, for weeks and over restarts.
 */
export function definePlanJob(parts: () => PlanParts): JobDefinition<z.infer<typeof planJobInputSchema>> {
  return defineJob({
    type: PLAN_JOB,
    input: planJobInputSchema,
    concurrency: 4,
    async run(ctx, { plan, principal }): Promise<PlanResult> {
      const { actions, expireDue } = parts();
      const results = new Map<string, StepResult>();
      const run: Run = { ctx, actions, principal, results, total: plan.steps.length };
      let held = await runAble(run, plan.steps);
      while (held.length > 0) {
        const news = await ctx.waitForSignal(PROPOSAL_SIGNAL, { timeoutMs: LOOK_AGAIN_MS });
        if ('timedOut' in news) await expireDue();
        else takeNews(results, news);
        held = await runAble(run, held);
      }
      return toResult(plan, results);
    },
  });
}

type Run = {
  readonly ctx: JobContext;
  readonly actions: Actions;
  readonly principal: ActionPrincipal;
  readonly results: Map<string, StepResult>;
  readonly total: number;
};

/** Runs what can be run, in order; answers the steps that wait for the decision about another one. */
async function runAble(run: Run, steps: readonly PlanStep[]): Promise<readonly PlanStep[]> {
  const held: PlanStep[] = [];
  for (const step of steps) {
    run.ctx.signal.throwIfAborted();
    run.ctx.progress(run.results.size, run.total, step.id);
    const needed = neededBy(step).map((id) => ({ id, result: run.results.get(id) }));
    const missing = needed.find(({ result }) => result && result.status !== 'done' && !isOpen(result));
    if (missing) run.results.set(step.id, { id: step.id, status: 'called_off', onStepId: missing.id });
    else if (needed.some(({ result }) => !result || isOpen(result))) held.push(step);
    else run.results.set(step.id, await runStep(run, step));
  }
  run.ctx.progress(run.results.size, run.total, held[0]?.id);
  return held;
}

function neededBy(step: PlanStep): readonly string[] {
  return findReferences(resolveStep(step).input).map(({ reference }) => reference.data_from_step);
}

function isOpen({ status }: StepResult): boolean {
  return status === 'proposed';
}

function takeNews(
  results: Map<string, StepResult>,
  { payload }: Exclude<SignalAnswer, { timedOut: true }>,
): void {
  const { proposalId, status, reason, answer } = proposalSignalSchema.parse(payload);
  const step = [...results.values()].find(
    (one) => one.status === 'proposed' && one.proposalId === proposalId,
  );
  if (!step) return;
  const { id } = step;
  results.set(
    id,
    status === 'approved' ? { id, status: 'done', output: answer } : { id, status, proposalId, reason },
  );
}

async function runStep(run: Run, step: PlanStep): Promise<StepResult> {
  const { ctx, actions, principal, results } = run;
  const resolved = resolveStep(step);
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
  return stepResult(step.id, outcome);
}

function stepResult(id: string, outcome: ActionOutcome): StepResult {
  if (outcome.status === 'proposed') return { id, status: 'proposed', proposalId: outcome.proposalId };
  return { id, status: 'done', output: outcome.output };
}

/** In the order of the plan. A plan of which a part was called off has not been done. */
function toResult(plan: ExecutionPlan, results: ReadonlyMap<string, StepResult>): PlanResult {
  const steps = plan.steps.flatMap(({ id }) => results.get(id) ?? []);
  const calledOff = steps.filter(({ status }) => status === 'called_off');
  if (calledOff.length === 0) return { steps };
  const because = steps.filter((one) => 'reason' in one).map((one) => `"${one.id}" was ${WORDS[one.status]}`);
  const names = calledOff.map(({ id }) => `"${id}"`).join(', ');
  throw new JobCalledOff(
    `${because.join(', ')}, so what needs it was not done: ${names}. The other steps are done and stay.`,
    { steps },
  );
}

const WORDS = {
  rejected: 'rejected',
  expired: 'not decided in time',
  superseded: 'replaced by another proposal',
  failed: 'approved but could not be done',
} as const;
