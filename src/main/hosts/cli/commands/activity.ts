import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { ACTIVITY_OUTCOMES, activityOutcomeSchema } from '#shared/contracts/activity.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { writeNewFile } from '../new-file.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';

export type ActivityOptions = {
  readonly plugin?: string;
  readonly outcome?: string;
  readonly limit?: number;
};

const MAX_LIMIT = 500;

export function runActivityList(context: CommandContext, options: ActivityOptions): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const limit = Math.min(options.limit ?? 50, MAX_LIMIT);
    const page = await api.activity.list({ ...filterOf(options), limit });
    await context.output.answer(page, () =>
      page.items.length === 0 ? 'Nothing is in the log yet.' : formatTable(page.items.map(rowOf)),
    );
    return EXIT.done;
  });
}

/** Reads the whole log; 1 where an entry is not the one that was written. */
export function runActivityVerify(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const found = await api.activity.verify();
    await context.output.answer(found, () =>
      found.isIntact
        ? `All ${found.checkedCount} entries are as they were written. The last hash is ${found.headHash}.`
        : `The log was touched. ${found.problem} The ${found.checkedCount} entries before are as they were written.`,
    );
    return found.isIntact ? EXIT.done : EXIT.failed;
  });
}

export function runActivityExport(
  context: CommandContext,
  file: string,
  options: ActivityOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { csv, rowCount } = await api.activity.exportCsv(filterOf(options));
    const path = await writeNewFile(file, csv);
    await context.output.answer({ path, rowCount }, () => `${rowCount} entries are in ${path}.`);
    return EXIT.done;
  });
}

function filterOf({ plugin, outcome }: ActivityOptions) {
  const parsed = activityOutcomeSchema.optional().safeParse(outcome);
  if (!parsed.success) {
    throw new AppError('invalid_input', `An outcome is one of ${ACTIVITY_OUTCOMES.join(', ')}.`);
  }
  return {
    ...(plugin === undefined ? {} : { principal: plugin === 'user' ? 'user' : `plugin:${plugin}` }),
    ...(parsed.data === undefined ? {} : { outcomes: [parsed.data] }),
  };
}

function rowOf(one: ActivityEntry): readonly string[] {
  const at = new Date(one.at).toISOString().slice(0, 19).replace('T', ' ');
  return [String(one.seq), at, one.principal, one.actionId, one.outcome, one.resource, one.detail];
}
