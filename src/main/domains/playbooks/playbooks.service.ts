import type { ActionPrincipal } from '#shared/contracts/actions.ts';
import {
  executionPlanSchema,
  type ExecutionPlan,
  type PlanProblem,
  type Playbook,
  type PlaybookInput,
} from '#shared/contracts/plans.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Actions } from '#main/engine/actions/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import { checkPlan } from './check-plan.ts';
import { fillParameters, findParameters } from './plan-references.ts';
import { PLAN_JOB } from './plan.jobs.ts';
import { readParameters } from './playbook-parameters.ts';
import { deletePlaybook, putPlaybook, type PlaybookRow, type PlaybooksStore } from './playbooks.store.ts';
import { shippedPlaybooks } from './shipped-playbooks.ts';

export type PlaybooksDeps = {
  readonly store: Store;
  readonly reads: PlaybooksStore;
  readonly ids: IdSource;
  readonly actions: Actions;
  readonly jobs: Jobs;
};

/** Plans under a name, and the running of plans. */
export class PlaybooksService {
  readonly #deps: PlaybooksDeps;
  readonly #shipped: ReadonlyMap<string, Playbook>;

  constructor(deps: PlaybooksDeps) {
    this.#deps = deps;
    this.#shipped = new Map(
      shippedPlaybooks().map((one) => [one.name, { ...one, isShipped: true, updatedAt: null }]),
    );
  }

  async list(): Promise<readonly Playbook[]> {
    const own = await this.#deps.reads.list();
    return [...this.#shipped.values(), ...own.map(toPlaybook)];
  }

  async get(name: string): Promise<Playbook> {
    const shipped = this.#shipped.get(name);
    if (shipped) return shipped;
    const row = await this.#deps.reads.find(name);
    if (!row) throw new AppError('not_found', `There is no playbook "${name}".`);
    return toPlaybook(row);
  }

  /** Keeps a plan under its name, in place of an earlier one of that name. Only a plan that could run is kept. */
  async save(playbook: PlaybookInput): Promise<Playbook> {
    if (this.#shipped.has(playbook.name)) {
      throw new AppError(
        'conflict',
        `"${playbook.name}" comes with the app and stays as it is. Save yours under another name.`,
      );
    }
    const known = new Set(playbook.parameters.map((one) => one.name));
    const missing = findParameters(playbook.plan).find((one) => !known.has(one.name));
    if (missing)
      throw new AppError('invalid_input', `The plan uses "${missing.name}", which is no parameter of it.`);
    this.#requireSound(playbook.plan);
    await this.#write('playbooks.save', (tx) => putPlaybook(tx, this.#deps.ids.next(), playbook));
    return this.get(playbook.name);
  }

  async remove(name: string): Promise<void> {
    const { isShipped } = await this.get(name);
    if (isShipped) throw new AppError('conflict', `"${name}" comes with the app and cannot be removed.`);
    await this.#write('playbooks.remove', (tx) => deletePlaybook(tx, name));
  }

  /** Answers the id of the durable job that runs it. */
  async run(
    name: string,
    parameters: Readonly<Record<string, unknown>>,
    principal: ActionPrincipal,
  ): Promise<{ readonly jobId: string }> {
    const playbook = await this.get(name);
    const values = readParameters(playbook, parameters);
    return this.runPlan(executionPlanSchema.parse(fillParameters(playbook.plan, values)), {
      principal,
      title: playbook.title,
    });
  }

  /** Checks the whole plan before its first step; throws `invalid_input` with everything that is wrong. */
  async runPlan(
    plan: ExecutionPlan,
    how: { readonly principal: ActionPrincipal; readonly title: string },
  ): Promise<{ readonly jobId: string }> {
    this.#requireSound(plan);
    const input = { plan, principal: how.principal };
    return { jobId: await this.#deps.jobs.enqueue({ type: PLAN_JOB, title: how.title, input }) };
  }

  check(plan: ExecutionPlan): readonly PlanProblem[] {
    return checkPlan(plan, this.#deps.actions.registry);
  }

  #requireSound(plan: ExecutionPlan): void {
    const problems = this.check(plan);
    if (problems.length === 0) return;
    const lines = problems.map(({ stepId, path, message }) =>
      path === '' ? `Step ${stepId}: ${message}` : `Step ${stepId}, ${path}: ${message}`,
    );
    throw new AppError('invalid_input', `This plan cannot run, and nothing was done. ${lines.join(' ')}`);
  }

  #write(command: string, work: Parameters<Store['write']>[1]) {
    return this.#deps.store.write({ command, principal: 'playbooks' }, work);
  }
}

function toPlaybook(row: PlaybookRow): Playbook {
  const { name, title, description, parameters, plan, updatedAt } = row;
  return { name, title, description, plan, updatedAt, parameters: [...parameters], isShipped: false };
}
