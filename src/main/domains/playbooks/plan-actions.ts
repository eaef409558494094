import { z } from 'zod';
import { itemKindSchema } from '#shared/contracts/common.ts';
import { PLAN_VERBS, type PlanStep, type PlanVerb } from '#shared/contracts/plans.ts';

/** A step as the gate takes it. */
export type ResolvedStep = { readonly actionId: string; readonly input: unknown };

const kindInput = z.looseObject({ kind: itemKindSchema });
const fieldsInput = kindInput.extend({ fields: z.record(z.string(), z.unknown()) });
const changeInput = kindInput.extend({ id: z.unknown(), patch: z.record(z.string(), z.unknown()) });
const idInput = kindInput.extend({ id: z.unknown() });

/** Which action a step means, and its input for it. Throws a ZodError where a verb lacks its parts. */
export function resolveStep({ action, input }: Pick<PlanStep, 'action' | 'input'>): ResolvedStep {
  return isVerb(action) ? RESOLVERS[action](input) : { actionId: action, input };
}

function isVerb(action: string): action is PlanVerb {
  return PLAN_VERBS.some((verb) => verb === action);
}

const RESOLVERS: Record<PlanVerb, (input: unknown) => ResolvedStep> = {
  create_record(input) {
    const { kind, fields } = fieldsInput.parse(input);
    return { actionId: `${kind}s.create`, input: fields };
  },
  update_record(input) {
    const { kind, id, patch } = changeInput.parse(input);
    return { actionId: `${kind}s.update`, input: kind === 'task' ? { ids: [id], patch } : { id, patch } };
  },
  delete_record(input) {
    const { kind, id } = idInput.parse(input);
    return { actionId: `${kind}s.remove`, input: { ids: [id] } };
  },
  index_document(input) {
    const isBatch = typeof input === 'object' && input !== null && 'items' in input;
    return { actionId: 'index.put', input: isBatch ? input : { items: [input] } };
  },
  send_notification: (input) => ({ actionId: 'notifications.send', input }),
};
