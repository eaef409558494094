import {
  Calendar,
  Check,
  CircleDashed,
  FolderKanban,
  Hash,
  RotateCcw,
  SignalHigh,
  Sparkles,
  Trash2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { isClosed, isProposal } from '#renderer/entities/task/due-date.ts';
import { toggleDone } from '#renderer/entities/task/task-keys.ts';
import { useTaskTools, type TaskPickerKind } from '#renderer/entities/task/task-tools-context.ts';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';

const PICKERS = [
  { kind: 'due', icon: Calendar, keys: 'd', label: 'setDue' },
  { kind: 'priority', icon: SignalHigh, keys: 'p', label: 'setPriority' },
  { kind: 'status', icon: CircleDashed, keys: 's', label: 'setStatus' },
  { kind: 'project', icon: FolderKanban, keys: 'm', label: 'moveToProject' },
  { kind: 'tags', icon: Hash, keys: 'l', label: 'setTags' },
] as const satisfies readonly { kind: TaskPickerKind; icon: typeof Hash; keys: string; label: string }[];

/** What can be done with the selected tasks together. */
export function BulkActions({ tasks, onClear }: { tasks: readonly TaskListItem[]; onClear(): void }) {
  const { t } = useTranslation('tasks');
  const tools = useTaskTools();
  const allClosed = tasks.every(isClosed);
  const proposals = tasks.filter(isProposal);
  return (
    <BulkBar count={tasks.length} onClear={onClear}>
      {proposals.length > 0 && (
        <IconButton side="top" label={t('accept')} keys="a" onClick={() => tools.actions.approve(proposals)}>
          <Sparkles aria-hidden />
        </IconButton>
      )}
      <IconButton
        side="top"
        label={t(allClosed ? 'reopen' : 'complete')}
        keys="space"
        onClick={() => toggleDone(tasks, tools)}
      >
        {allClosed ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
      </IconButton>
      {PICKERS.map(({ kind, icon: Icon, keys, label }) => (
        <IconButton
          key={kind}
          side="top"
          label={t(label)}
          keys={keys}
          onClick={(event) => tools.pick({ kind, tasks, anchor: event.currentTarget })}
        >
          <Icon aria-hidden />
        </IconButton>
      ))}
      <IconButton
        side="top"
        variant="danger-ghost"
        label={t('moveToTrash')}
        keys="delete"
        onClick={() => tools.actions.remove(tasks)}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </BulkBar>
  );
}
