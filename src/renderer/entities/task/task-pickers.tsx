import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { TASK_PRIORITIES, TASK_STATUSES } from '#shared/contracts/choices.ts';
import type { TaskListItem, TaskPriority, TaskStatus } from '#shared/contracts/tasks.ts';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { PickerList, type PickerOption } from '#renderer/ui/picker-list.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import { PriorityIcon, StatusIcon } from '#renderer/ui/task-icons.tsx';
import { colourFor } from '#renderer/lib/palette.ts';
import { useProjectOptions } from './project-options.tsx';
import type { TaskActions } from './task-actions.ts';
import { useTaskTags } from './task-queries.ts';
import type { PickRequest } from './task-tools-context.ts';

/** The value all of them share, or undefined where they differ. */
function shared<V>(tasks: readonly TaskListItem[], read: (task: TaskListItem) => V): V | undefined {
  const [first, ...rest] = tasks.map(read);
  return rest.every((value) => value === first) ? first : undefined;
}

/** An invisible stand-in for the button that was pressed, so that one picker serves every row. */
function Spot({ request, ...props }: { request: PickRequest }) {
  const { left, top, width, height } = request.anchor.getBoundingClientRect();
  return (
    <button
      type="button"
      aria-hidden
      tabIndex={-1}
      {...props}
      className="pointer-events-none fixed opacity-0"
      style={{ left, top, width, height }}
    />
  );
}

type PickerProps = { request: PickRequest; actions: TaskActions; onClose(): void };

/** The picker that was asked for. Mount it with a key per request. */
export function TaskPicker(props: PickerProps) {
  switch (props.request.kind) {
    case 'due':
    case 'planned':
      return <DayPick {...props} />;
    case 'priority':
      return <PriorityPick {...props} />;
    case 'status':
      return <StatusPick {...props} />;
    case 'project':
      return <ProjectPick {...props} />;
    default:
      return <TagsPick {...props} />;
  }
}

function DayPick({ request, actions, onClose }: PickerProps) {
  const { t } = useTranslation('tasks');
  const { tasks, kind } = request;
  const isDue = kind === 'due';
  const value = shared(tasks, (task) => (isDue ? task.dueDate : task.plannedDate)) ?? null;
  const [time, setTime] = useState(shared(tasks, (task) => task.dueTime) ?? null);
  return (
    <DatePicker
      open
      onOpenChange={(open) => !open && onClose()}
      label={t(isDue ? 'due' : 'planned')}
      value={value}
      onValueChange={(day) => actions.update(tasks, isDue ? { dueDate: day } : { plannedDate: day })}
      time={time}
      onTimeChange={
        isDue
          ? (next) => {
              setTime(next);
              actions.update(tasks, { dueTime: next });
            }
          : undefined
      }
      trigger={<Spot request={request} />}
    />
  );
}

type ListPickProps = {
  request: PickRequest;
  label: string;
  options: readonly PickerOption[];
  selected: readonly string[];
  multiple?: boolean;
  loading?: boolean;
  onPick(value: string): void;
  onCreate?(name: string): void;
  onClose(): void;
};

function ListPick({ request, label, onClose, ...list }: ListPickProps): ReactNode {
  return (
    <Popover open onOpenChange={(open) => !open && onClose()}>
      <PopoverTrigger asChild>
        <Spot request={request} />
      </PopoverTrigger>
      <PopoverContent aria-label={label} className="w-68 p-0">
        <PickerList label={label} {...list} />
      </PopoverContent>
    </Popover>
  );
}

function PriorityPick({ request, actions, onClose }: PickerProps) {
  const { t } = useTranslation();
  const current = shared(request.tasks, (task) => task.priority);
  const options = TASK_PRIORITIES.toReversed().map((value) => ({
    value,
    label: t(`priority_${value}`),
    icon: <PriorityIcon priority={value} />,
  }));
  const pick = (value: string): void => {
    // The options above are the only values it can report.
    actions.update(request.tasks, { priority: value as TaskPriority });
    onClose();
  };
  return (
    <ListPick
      request={request}
      label={t('priority')}
      options={options}
      selected={current === undefined ? [] : [current]}
      onPick={pick}
      onClose={onClose}
    />
  );
}

function StatusPick({ request, actions, onClose }: PickerProps) {
  const { t } = useTranslation();
  const current = shared(request.tasks, (task) => task.status);
  const options = TASK_STATUSES.map((value) => ({
    value,
    label: t(`status_${value}`),
    icon: <StatusIcon status={value} />,
  }));
  const pick = (value: string): void => {
    if (value === 'done') actions.complete(request.tasks, true);
    // The options above are the only values it can report.
    else actions.update(request.tasks, { status: value as TaskStatus });
    onClose();
  };
  return (
    <ListPick
      request={request}
      label={t('status')}
      options={options}
      selected={current === undefined ? [] : [current]}
      onPick={pick}
      onClose={onClose}
    />
  );
}

const NO_PROJECT = 'none';

function ProjectPick({ request, actions, onClose }: PickerProps) {
  const { t } = useTranslation('tasks');
  const { options, isLoading } = useProjectOptions();
  const current = shared(request.tasks, (task) => task.projectId);
  const none = {
    value: NO_PROJECT,
    label: t('noProject'),
    icon: <ColourDot colour={null} className="size-2.5 opacity-30" />,
  };
  const pick = (value: string): void => {
    actions.update(request.tasks, { projectId: value === NO_PROJECT ? null : value });
    onClose();
  };
  return (
    <ListPick
      request={request}
      label={t('project')}
      options={[none, ...options]}
      selected={current === undefined ? [] : [current ?? NO_PROJECT]}
      loading={isLoading}
      onPick={pick}
      onClose={onClose}
    />
  );
}

/** Tags stay open while choosing: several are set at once. */
function TagsPick({ request, actions, onClose }: PickerProps) {
  const { t } = useTranslation('tasks');
  const { data, isLoading } = useTaskTags();
  const { tasks } = request;
  const [selected, setSelected] = useState<readonly string[]>(() => {
    const [first, ...rest] = tasks.map((task) => task.tags);
    return (first ?? []).filter((tag) => rest.every((tags) => tags.includes(tag)));
  });
  const known = [...new Set([...(data ?? []).map(({ tag }) => tag), ...selected])];
  const options = known.map((tag) => ({
    value: tag,
    label: tag,
    icon: <ColourDot colour={colourFor(tag)} className="size-2.5" />,
  }));
  const toggle = (tag: string): void => {
    const isOn = selected.includes(tag);
    setSelected(isOn ? selected.filter((other) => other !== tag) : [...selected, tag]);
    actions.tag(tasks, isOn ? [] : [tag], isOn ? [tag] : []);
  };
  return (
    <ListPick
      multiple
      request={request}
      label={t('tags')}
      options={options}
      selected={selected}
      loading={isLoading}
      onPick={toggle}
      onCreate={(name) => toggle(toTag(name))}
      onClose={onClose}
    />
  );
}

/** A tag has no spaces, commas or leading #. */
function toTag(name: string): string {
  return name
    .trim()
    .replace(/^#+/, '')
    .replaceAll(/[\s,]+/g, '-')
    .slice(0, 60);
}
