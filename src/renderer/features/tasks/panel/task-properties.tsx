import {
  Calendar,
  CalendarClock,
  CircleDashed,
  Flag,
  FolderKanban,
  Hash,
  Lock,
  Repeat,
  SignalHigh,
  Timer,
  UserRound,
} from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { DotLabel, TagChip } from '#renderer/ui/tag-chip.tsx';
import { PriorityIcon, StatusIcon } from '#renderer/ui/task-icons.tsx';
import { dueTone } from '#renderer/entities/task/due-date.ts';
import { useClientOptions } from '#renderer/entities/task/project-options.tsx';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import { parseEstimate } from './estimate-text.ts';
import { PickButton, PropertyRow, Unset } from './property-row.tsx';
import { RecurrenceField } from './recurrence-field.tsx';
import { WaitsForField } from './waits-for-field.tsx';

/** Everything about a task that is chosen rather than written. */
export function TaskProperties({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const status = words(`status_${task.status}`);
  const priority = words(`priority_${task.priority}`);
  return (
    <div className="flex flex-col">
      <PropertyRow icon={CircleDashed} label={words('status')}>
        <PickButton task={task} kind="status" keys="s" name={`${words('status')}: ${status}`}>
          <StatusIcon status={task.status} />
          {status}
        </PickButton>
      </PropertyRow>
      <PropertyRow icon={SignalHigh} label={words('priority')}>
        <PickButton task={task} kind="priority" keys="p" name={`${words('priority')}: ${priority}`}>
          <PriorityIcon priority={task.priority} />
          {task.priority === 'none' ? <Unset>{priority}</Unset> : priority}
        </PickButton>
      </PropertyRow>
      <DayProperties task={task} />
      <PropertyRow icon={FolderKanban} label={t('project')}>
        <PickButton
          task={task}
          kind="project"
          keys="m"
          name={`${t('project')}: ${task.projectName ?? t('noProject')}`}
        >
          {task.projectName === null ? (
            <Unset>{t('noProject')}</Unset>
          ) : (
            <DotLabel colour={task.projectColour}>{task.projectName}</DotLabel>
          )}
        </PickButton>
      </PropertyRow>
      <ClientProperty task={task} />
      <EstimateProperty task={task} />
      <TagsProperty task={task} />
      <PropertyRow icon={Repeat} label={t('repeats')}>
        <RecurrenceField task={task} />
      </PropertyRow>
      <PropertyRow icon={task.isBlocked ? Lock : Flag} label={t('waitsFor')}>
        <WaitsForField task={task} />
      </PropertyRow>
    </div>
  );
}

function DayProperties({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const format = useFormat();
  const tone = dueTone(task, today());
  const time = task.dueTime === null ? '' : `, ${format.time(task.dueTime)}`;
  const due = task.dueDate === null ? undefined : `${format.day(task.dueDate)}${time}`;
  // The name holds every word that is seen, so that it can be spoken to.
  const late = tone === 'overdue' ? ` ${t('overdue')}` : '';
  const planned = task.plannedDate === null ? undefined : format.day(task.plannedDate);
  return (
    <>
      <PropertyRow icon={Calendar} label={t('due')}>
        <PickButton task={task} kind="due" keys="d" name={`${t('due')}: ${due ?? t('noDay')}${late}`}>
          {due === undefined ? (
            <Unset>{t('noDay')}</Unset>
          ) : (
            <span className={cn(tone === 'overdue' && 'text-danger-text')}>{due}</span>
          )}
          {tone === 'overdue' && <span className="text-meta"> {t('overdue')}</span>}
        </PickButton>
      </PropertyRow>
      <PropertyRow icon={CalendarClock} label={t('planned')}>
        <PickButton task={task} kind="planned" name={`${t('planned')}: ${planned ?? t('noDay')}`}>
          {planned ?? <Unset>{t('noDay')}</Unset>}
        </PickButton>
      </PropertyRow>
    </>
  );
}

/** With a project its client counts; only a task without one can have a client of its own. */
function ClientProperty({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  const { options, isLoading } = useClientOptions();
  if (task.projectId !== null && task.clientName === null) return null;
  return (
    <PropertyRow icon={UserRound} label={t('client')}>
      {task.projectId === null ? (
        <Combobox
          variant="ghost"
          className="-ms-2"
          label={t('client')}
          placeholder={t('noClient')}
          noneLabel={t('noClient')}
          value={task.clientId}
          options={options}
          loading={isLoading}
          onValueChange={(clientId) => actions.update([task], { clientId })}
        />
      ) : (
        <span className="truncate text-sm">{task.clientName}</span>
      )}
    </PropertyRow>
  );
}

function EstimateProperty({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  const format = useFormat();
  const [draft, setDraft] = useState<string>();
  const shown = task.estimateMinutes === null ? '' : format.duration(task.estimateMinutes);
  const parsed = draft === undefined ? undefined : parseEstimate(draft);
  const isWrong = draft !== undefined && parsed === undefined;
  const finish = (): void => {
    // What cannot be read stays in the field, marked, until it can.
    if (isWrong) return;
    if (draft !== undefined && parsed !== undefined && parsed !== task.estimateMinutes)
      actions.update([task], { estimateMinutes: parsed });
    setDraft(undefined);
  };
  return (
    <PropertyRow icon={Timer} label={t('estimate')}>
      <input
        aria-label={t('estimate')}
        aria-invalid={isWrong || undefined}
        placeholder={t('estimateHint')}
        value={draft ?? shown}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.currentTarget.select()}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          setDraft(undefined);
        }}
        className="-ms-2 h-8 w-28 rounded-md bg-transparent px-2 text-sm tabular-nums transition-colors field-ring hover:bg-muted focus:bg-field aria-invalid:text-danger-text"
      />
      {isWrong && <span className="text-xs text-danger-text">{t('estimateWrong')}</span>}
    </PropertyRow>
  );
}

function TagsProperty({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  return (
    <PropertyRow icon={Hash} label={t('tags')}>
      {task.tags.map((tag) => (
        <TagChip key={tag} name={tag} onRemove={() => actions.tag([task], [], [tag])} />
      ))}
      <PickButton task={task} kind="tags" keys="l" name={t('addTag')} flush={task.tags.length === 0}>
        <Unset>{t('addTag')}</Unset>
      </PickButton>
    </PropertyRow>
  );
}
