import type { OutboxItem } from '#shared/contracts/outbox.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export type ClearOptions = { readonly all?: boolean };

export function runQueueList(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    await answerList(context, api);
    return EXIT.done;
  });
}

/** Exits with 1 where something of what was meant is still to be sent. */
export function runQueueRetry(context: CommandContext, id: string | undefined): Promise<number> {
  return withWorkspace(
    context,
    async ({ api }) => {
      const left = await api.queue.retry({ ...(id !== undefined && { id }), isAwaited: true });
      await answerList(context, api);
      return left.length === 0 ? EXIT.done : EXIT.failed;
    },
    { isShared: true },
  );
}

export function runQueueClear(
  context: CommandContext,
  id: string | undefined,
  { all = false }: ClearOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    if ((id !== undefined) === all) {
      throw new AppError('invalid_input', 'Name one by its id, or say --all. Nothing was changed.');
    }
    if (id === undefined) await api.queue.clearAll();
    else await api.queue.clear({ id });
    await answerList(context, api);
    return EXIT.done;
  });
}

async function answerList(context: CommandContext, api: Api): Promise<void> {
  const items = await api.queue.list();
  await context.output.answer({ items }, () =>
    items.length === 0 ? 'Nothing waits to be sent.' : formatTable(items.map(cellsOf)),
  );
}

const STATES: Readonly<Record<OutboxItem['state'], string>> = {
  waiting: 'waits',
  sending: 'is being sent',
  needs_you: 'needs you',
};

function cellsOf({ id, kind, label, state, tries, error }: OutboxItem): readonly string[] {
  const what = label === '' ? kind : `${kind} ${printable(label)}`;
  return [id, what, STATES[state], `${tries} of 3 tries`, error === null ? '' : printable(error.message)];
}
