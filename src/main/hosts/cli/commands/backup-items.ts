import type { BackedUpItem } from '#shared/contracts/backup.ts';
import type { ItemKind } from '#shared/contracts/common.ts';
import { timeText } from '../backup-text.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { withWorkspace } from '../open-line.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

// Opening a backup takes as long as fetching it.
const LONG = { isShared: true };

export type ItemsListOptions = { readonly text?: string; readonly limit: number; readonly cursor?: string };

const STANDS: Readonly<Record<BackedUpItem['now'], string>> = {
  same: 'the same',
  changed: 'changed since',
  deleted: 'in the trash',
  gone: 'gone',
};

type Wanted = { readonly sequence: number; readonly kind: ItemKind };

/** Single items of a point in time, and what became of them since. */
export function runBackupItemsList(
  context: CommandContext,
  { sequence, kind }: Wanted,
  { text = '', limit, cursor }: ItemsListOptions,
): Promise<number> {
  return withWorkspace(
    context,
    async ({ api }) => {
      const page = await api.backup.items({ sequence, kind, query: text, limit, cursor });
      await context.output.answer(page, () => {
        if (page.items.length === 0) return 'There is nothing like this in that backup.';
        const rows = page.items.map((item) => [
          STANDS[item.now],
          timeText(item.updatedAt),
          printable(item.title),
          item.id,
        ]);
        const more = page.nextCursor === null ? '' : `\nThere is more: --cursor ${page.nextCursor}`;
        return formatTable([['Now', 'Changed', 'Title', 'Id'], ...rows]) + more;
      });
      return EXIT.done;
    },
    LONG,
  );
}

/** Puts single items back as they were, in one change that can be undone. */
export function runBackupItemsRestore(
  context: CommandContext,
  { sequence, kind }: Wanted,
  ids: readonly string[],
): Promise<number> {
  return withWorkspace(
    context,
    async ({ api }) => {
      const items = ids.map((id) => ({ kind, id }));
      const result = await api.backup.restoreItems({ sequence, items });
      await context.output.answer(result, () => restoredText(result));
      return EXIT.done;
    },
    LONG,
  );
}

function restoredText({
  restored,
  alsoRestored,
  changeSetId,
}: {
  readonly restored: number;
  readonly alsoRestored: number;
  readonly changeSetId: number | null;
}): string {
  if (changeSetId === null) return 'All of it is as it was then already. Nothing was changed.';
  return [
    `${restored} as they were then.`,
    alsoRestored === 0 ? '' : `${alsoRestored} that they belong to came back as well.`,
    `To take it back: adiuva call changes.undo '{"changeSetId":${changeSetId}}'`,
  ]
    .filter(Boolean)
    .join('\n');
}
