import {
  CircleCheck,
  Flag,
  FolderKanban,
  NotebookText,
  RotateCcw,
  Trash2,
  Users,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { TrashItem } from '#shared/contracts/trash.ts';
import { useFormat } from '#renderer/lib/format.ts';
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuTrigger,
} from '#renderer/ui/context-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { RowLayout } from '#renderer/ui/list-row.tsx';

const ICONS: Record<ItemKind, LucideIcon> = {
  client: Users,
  project: FolderKanban,
  task: CircleCheck,
  checkpoint: Flag,
  note: NotebookText,
};

const DAY_MS = 86_400_000;
/** Only what goes soon is worth saying on every row. */
const SOON_MS = 7 * DAY_MS;

type TrashRowProps = {
  item: TrashItem;
  meant: readonly TrashItem[];
  onRestore(items: readonly TrashItem[]): void;
  onPurge(items: readonly TrashItem[]): void;
};

export function TrashRow({ item, meant, onRestore, onPurge }: TrashRowProps) {
  const { t } = useTranslation('trash');
  const format = useFormat();
  const Icon = ICONS[item.kind];
  const isSoon = item.purgeAfter !== null && item.purgeAfter - Date.now() < SOON_MS;
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild>
        <div className="h-full">
          <RowLayout
            leading={<Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" strokeWidth={1.8} />}
            title={item.title === '' ? t('untitled') : item.title}
            meta={t(`one_${item.kind}`)}
            trailing={
              <>
                {isSoon && item.purgeAfter !== null && (
                  <span className="text-warning-text">
                    {t('goes', { when: format.ago(Math.max(item.purgeAfter, Date.now())) })}
                  </span>
                )}
                <time dateTime={new Date(item.deletedAt).toISOString()}>
                  {t('deleted', { when: format.ago(item.deletedAt) })}
                </time>
              </>
            }
            actions={
              <>
                <IconButton label={t('restore')} keys="r" onClick={() => onRestore([item])}>
                  <RotateCcw aria-hidden />
                </IconButton>
                <IconButton
                  label={t('purge')}
                  keys="delete"
                  variant="danger-ghost"
                  onClick={() => onPurge([item])}
                >
                  <Trash2 aria-hidden />
                </IconButton>
              </>
            }
          />
        </div>
      </ContextMenuTrigger>
      <ContextMenuContent>
        <ContextMenuItem icon={<RotateCcw aria-hidden />} keys="r" onSelect={() => onRestore(meant)}>
          {t('restore')}
        </ContextMenuItem>
        <ContextMenuItem danger icon={<Trash2 aria-hidden />} keys="delete" onSelect={() => onPurge(meant)}>
          {t('purge')}
        </ContextMenuItem>
      </ContextMenuContent>
    </ContextMenu>
  );
}
