import { useCallback, useMemo, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import type { Pages } from '#renderer/api/use-pages.ts';
import { today } from '#renderer/lib/dates.ts';
import { RowGroupHeading } from '#renderer/ui/list-row.tsx';
import { useListSelection } from '#renderer/ui/list-selection.ts';
import { VirtualList, type RowState } from '#renderer/ui/virtual-list.tsx';
import { handleTaskKey } from '#renderer/entities/task/task-keys.ts';
import { TaskMenu } from '#renderer/entities/task/task-menu.tsx';
import { TaskRow } from '#renderer/entities/task/task-row.tsx';
import { TaskScope } from '#renderer/entities/task/task-scope.tsx';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import { BulkActions } from './bulk-actions.tsx';
import { GroupTitle } from './group-title.tsx';
import { groupTasks, type TaskEntry } from './group-tasks.ts';
import { useLingering } from './lingering-tasks.ts';
import { groupOf, viewOf, type TaskSearch } from './task-search.ts';

type TaskListProps = {
  search: TaskSearch;
  pages: Pages<TaskListItem>;
  /** The task whose panel is open. */
  activeId: string | null;
};

const keyOf = (entry: TaskEntry): string => entry.key;
const isHeading = (entry: TaskEntry): boolean => entry.kind === 'heading';

/** The list itself: groups, cursor, selection, keys, menu and the bar for what is selected. */
export function TaskList({ search, pages, activeId }: TaskListProps) {
  const { t } = useTranslation('tasks');
  const tools = useTaskTools();
  const view = viewOf(search);
  const by = groupOf(search);
  const tasks = useLingering(pages.items, JSON.stringify(search));
  const entries = useMemo(
    () => groupTasks(tasks, { by, isDone: view === 'done', today: today() }),
    [tasks, by, view],
  );
  const byId = useMemo(() => new Map(tasks.map((task) => [task.id as string, task])), [tasks]);
  const keys = useMemo(() => [...byId.keys()], [byId]);
  const selection = useListSelection(keys);
  const selected = useMemo(
    () => selection.selectedKeys.flatMap((key) => byId.get(key) ?? []),
    [selection.selectedKeys, byId],
  );
  const tasksFor = (key: string): readonly TaskListItem[] => {
    if (selection.isSelected(key)) return selected;
    const task = byId.get(key);
    return task === undefined ? [] : [task];
  };
  const onRowKeyDown = (event: KeyboardEvent, entry: TaskEntry): boolean =>
    handleTaskKey(event, selected.length > 0 ? selected : tasksFor(entry.key), tools);
  const current = (): readonly TaskListItem[] => {
    const { focus } = selection.state;
    return selected.length > 0 || focus === null ? selected : tasksFor(focus);
  };
  const isComplete = pages.total === pages.items.length;
  const renderRow = useCallback(
    (entry: TaskEntry, row: RowState) =>
      entry.kind === 'heading' ? (
        <RowGroupHeading count={isComplete && entry.group.kind !== 'day' ? entry.count : undefined}>
          <GroupTitle group={entry.group} />
        </RowGroupHeading>
      ) : (
        <TaskRow task={entry.task} isFocused={row.isFocused} showProject={by !== 'project'} />
      ),
    [by, isComplete],
  );
  return (
    <TaskScope current={current} className="relative min-h-0 flex-1">
      <TaskMenu tasksAt={tasksFor}>
        <div className="h-full">
          <VirtualList
            label={t('title')}
            className="px-5 pb-24"
            items={entries}
            getKey={keyOf}
            isHeading={isHeading}
            headingHeight={44}
            selection={selection}
            activeKey={activeId}
            renderRow={renderRow}
            onActivate={(entry) => entry.kind === 'task' && tools.open(entry.task)}
            onRowKeyDown={onRowKeyDown}
            onEndReached={pages.loadMore}
            onVisible={pages.onVisible}
          />
        </div>
      </TaskMenu>
      <BulkActions tasks={selected} onClear={selection.clear} />
    </TaskScope>
  );
}
