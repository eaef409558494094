import { z } from 'zod';
import type { ExecutionPlan, PlanProblem, PlanStep } from '#shared/contracts/plans.ts';
import type { ActionDefinition, Actions } from '#main/engine/actions/index.ts';
import { resolveStep, type ResolvedStep } from './plan-actions.ts';
import { findParameters, findReferences, type FoundReference, type Path } from './plan-references.ts';
import { canFit, typesAt } from './schema-types.ts';

type Registry = Actions['registry'];
type Known = {
  readonly step: PlanStep;
  readonly resolved: ResolvedStep;
  readonly definition: ActionDefinition;
};

/** Everything that is wrong with a plan; empty where it can run. Nothing is run to find out. */
export function checkPlan(plan: ExecutionPlan, registry: Registry): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  const earlier = new Map<string, Known | null>();
  const laterIds = new Set(plan.steps.map((step) => step.id));
  for (const step of plan.steps) {
    laterIds.delete(step.id);
    if (earlier.has(step.id)) {
      problems.push(problem(step, [], 'Another step has this id already.'));
      continue;
    }
    const known = knownStep(step, registry, problems);
    if (known)
      problems.push(...checkInput(known), ...checkReferences(known, { earlier, laterIds, registry }));
    earlier.set(step.id, known);
  }
  return problems;
}

function knownStep(step: PlanStep, registry: Registry, problems: PlanProblem[]): Known | null {
  try {
    const resolved = resolveStep(step);
    const definition = registry.find(resolved.actionId);
    if (definition) return { step, resolved, definition };
    problems.push(problem(step, [], `There is no action "${resolved.actionId}".`));
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    problems.push(problem(step, [], z.prettifyError(error)));
  }
  return null;
}

/** What will only be known later is left open: what the schema says about those places is not told. */
function checkInput({ step, resolved, definition }: Known): readonly PlanProblem[] {
  const parsed = definition.input.safeParse(resolved.input);
  if (parsed.success) return [];
  const open = [...findReferences(resolved.input), ...findParameters(resolved.input)].map(({ at }) => at);
  return parsed.error.issues
    .filter((issue) => !open.some((at) => isBelow(at, issue.path)))
    .map((issue) => problem(step, issue.path.map(String), issue.message));
}

function isBelow(at: Path, path: readonly PropertyKey[]): boolean {
  return at.every((key, index) => String(key) === String(path[index]));
}

function checkReferences(
  known: Known,
  plan: {
    readonly earlier: ReadonlyMap<string, Known | null>;
    readonly laterIds: ReadonlySet<string>;
    readonly registry: Registry;
  },
): readonly PlanProblem[] {
  return findReferences(known.resolved.input).flatMap((found) => {
    const id = found.reference.data_from_step;
    const source = plan.earlier.get(id);
    if (source) return checkFit(known, source, found, plan.registry);
    // The step is there and has its own problem told.
    if (source === null) return [];
    const isLater = plan.laterIds.has(id) || id === known.step.id;
    const message = isLater
      ? `Data can only come from an earlier step, and "${id}" is not one.`
      : `There is no step "${id}".`;
    return [problem(known.step, found.at, message)];
  });
}

function checkFit(
  known: Known,
  source: Known,
  { at, reference }: FoundReference,
  registry: Registry,
): readonly PlanProblem[] {
  const path = reference.path ? reference.path.split('.') : [];
  const given = typesAt(registry.outputSchema(source.definition.id), path);
  if (given === undefined) {
    const message = `The answer of "${source.step.id}" (${source.definition.id}) has nothing at "${reference.path ?? ''}".`;
    return [problem(known.step, at, message)];
  }
  if (reference.each !== undefined && !canFit(given, new Set(['array']))) {
    return [
      problem(known.step, at, `"each" wants a list, and "${source.step.id}" answers ${named(given)} there.`),
    ];
  }
  const wanted = typesAt(registry.inputSchema(known.definition.id), at);
  if (canFit(reference.each === undefined ? given : new Set(['string']), wanted)) return [];
  const message = `This wants ${named(wanted)}, and "${source.step.id}" answers ${named(given)} there.`;
  return [problem(known.step, at, message)];
}

function named(types: ReadonlySet<string> | null | undefined): string {
  return [...(types ?? [])].join(' or ');
}

function problem(step: PlanStep, path: Path, message: string): PlanProblem {
  return { stepId: step.id, path: path.join('.'), message };
}
