import {
  Calendar,
  Check,
  CopyPlus,
  FolderKanban,
  Hash,
  Link as LinkIcon,
  PanelRight,
  Pencil,
  RotateCcw,
  Sparkles,
  Trash2,
  X,
} from 'lucide-react';
import { useState, type MouseEvent, type ReactElement } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { addDays, startOfWeek, today } from '#renderer/lib/dates.ts';
import { useFirstDayOfWeek } from '#renderer/lib/preferences.tsx';
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuSeparator,
  ContextMenuSub,
  ContextMenuTrigger,
} from '#renderer/ui/context-menu.tsx';
import { PriorityIcon, StatusIcon } from '#renderer/ui/task-icons.tsx';
import { isClosed, isProposal } from './due-date.ts';
import { useTaskExtras } from './task-extras.ts';
import { toggleDone } from './task-keys.ts';
import { pickAnchor, useTaskTools, type TaskPickerKind } from './task-tools-context.ts';

type TaskMenuProps = {
  /** The tasks a menu opened on this row is about: the selection when the row is part of it. */
  tasksAt(key: string): readonly TaskListItem[];
  children: ReactElement;
};

type Target = { readonly tasks: readonly TaskListItem[]; readonly row: HTMLElement };

/** One context menu for a whole list; it finds the row it was opened on. */
export function TaskMenu({ tasksAt, children }: TaskMenuProps) {
  const [target, setTarget] = useState<Target>();
  const onContextMenu = (event: MouseEvent): void => {
    const row =
      event.target instanceof Element ? event.target.closest<HTMLElement>('[role="row"][data-key]') : null;
    const tasks = row === null ? [] : tasksAt(row.dataset['key'] ?? '');
    if (row === null || tasks.length === 0) event.preventDefault();
    else setTarget({ tasks, row });
  };
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild onContextMenu={onContextMenu}>
        {children}
      </ContextMenuTrigger>
      {target !== undefined && (
        <ContextMenuContent className="w-60">
          <MenuItems {...target} />
        </ContextMenuContent>
      )}
    </ContextMenu>
  );
}

function MenuItems({ tasks, row }: Target) {
  const { t } = useTranslation('tasks');
  const tools = useTaskTools();
  const { copyLink, duplicate } = useTaskExtras();
  const [only] = tasks.length === 1 ? tasks : [];
  const proposals = tasks.filter(isProposal);
  const allClosed = tasks.every(isClosed);
  // A picker opens once the menu has closed and given the focus back.
  const pick = (kind: TaskPickerKind) => () =>
    window.setTimeout(() => tools.pick({ kind, tasks, anchor: pickAnchor(row, kind), returnTo: row }), 120);
  return (
    <>
      {proposals.length > 0 && <ProposalItems proposals={proposals} />}
      {only !== undefined && (
        <ContextMenuItem icon={<PanelRight aria-hidden />} keys="enter" onSelect={() => tools.open(only)}>
          {t('open')}
        </ContextMenuItem>
      )}
      {proposals.length < tasks.length && (
        <ContextMenuItem
          icon={allClosed ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
          keys="space"
          onSelect={() => toggleDone(tasks, tools)}
        >
          {t(allClosed ? 'reopen' : 'complete')}
        </ContextMenuItem>
      )}
      {only !== undefined && (
        <ContextMenuItem
          icon={<Pencil aria-hidden />}
          keys="e"
          onSelect={() => window.setTimeout(() => tools.setEditing(only.id), 120)}
        >
          {t('editTitle')}
        </ContextMenuItem>
      )}
      <ContextMenuSeparator />
      <DayItems tasks={tasks} onOther={pick('due')} />
      <ContextMenuItem
        icon={<PriorityIcon priority="medium" className="text-muted-foreground" />}
        keys="p"
        onSelect={pick('priority')}
      >
        {t('setPriority')}
      </ContextMenuItem>
      <ContextMenuItem icon={<StatusIcon status="todo" />} keys="s" onSelect={pick('status')}>
        {t('setStatus')}
      </ContextMenuItem>
      <ContextMenuItem icon={<FolderKanban aria-hidden />} keys="m" onSelect={pick('project')}>
        {t('moveToProject')}
      </ContextMenuItem>
      <ContextMenuItem icon={<Hash aria-hidden />} keys="l" onSelect={pick('tags')}>
        {t('setTags')}
      </ContextMenuItem>
      <ContextMenuSeparator />
      {only !== undefined && (
        <>
          <ContextMenuItem icon={<LinkIcon aria-hidden />} onSelect={() => copyLink(only)}>
            {t('copyLink')}
          </ContextMenuItem>
          <ContextMenuItem icon={<CopyPlus aria-hidden />} onSelect={() => duplicate(only)}>
            {t('duplicate')}
          </ContextMenuItem>
        </>
      )}
      <ContextMenuItem
        danger
        icon={<Trash2 aria-hidden />}
        keys="delete"
        onSelect={() => tools.actions.remove(tasks)}
      >
        {t('moveToTrash')}
      </ContextMenuItem>
    </>
  );
}

function ProposalItems({ proposals }: { proposals: readonly TaskListItem[] }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  return (
    <>
      <ContextMenuItem icon={<Sparkles aria-hidden />} keys="a" onSelect={() => actions.approve(proposals)}>
        {t('accept')}
      </ContextMenuItem>
      <ContextMenuItem icon={<X aria-hidden />} onSelect={() => actions.dismiss(proposals)}>
        {t('dismiss')}
      </ContextMenuItem>
      <ContextMenuSeparator />
    </>
  );
}

function DayItems({ tasks, onOther }: { tasks: readonly TaskListItem[]; onOther(): void }) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const { actions } = useTaskTools();
  const nextWeek = addDays(startOfWeek(today(), useFirstDayOfWeek()), 7);
  const set = (dueDate: string | null) => () => actions.update(tasks, { dueDate });
  return (
    <ContextMenuSub label={t('due')} icon={<Calendar aria-hidden />}>
      <ContextMenuItem onSelect={set(today())}>{words('today')}</ContextMenuItem>
      <ContextMenuItem onSelect={set(addDays(today(), 1))}>{words('tomorrow')}</ContextMenuItem>
      <ContextMenuItem onSelect={set(nextWeek)}>{words('nextWeek')}</ContextMenuItem>
      <ContextMenuItem onSelect={set(null)}>{words('noDate')}</ContextMenuItem>
      <ContextMenuSeparator />
      <ContextMenuItem keys="d" onSelect={onOther}>
        {t('otherDay')}
      </ContextMenuItem>
    </ContextMenuSub>
  );
}
