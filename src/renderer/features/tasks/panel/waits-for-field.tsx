import { Check, Flag, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { PickerList } from '#renderer/ui/picker-list.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import { useCheckpointOptions, useCheckpointsById } from './panel-queries.ts';
import { PropertyButton, Unset } from './property-row.tsx';

/** Checkpoints that must be reached before the task can start. */
export function WaitsForField({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const { actions } = useTaskTools();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const ids = task.waitsForCheckpointIds;
  const { data: chosen = [] } = useCheckpointsById(ids);
  const { data: offered, isLoading } = useCheckpointOptions(task.projectId, isOpen);
  const set = (next: readonly string[]): void => actions.update([task], { waitsForCheckpointIds: [...next] });
  const toggle = (id: string): void =>
    set(ids.some((other) => other === id) ? ids.filter((other) => other !== id) : [...ids, id]);
  const options = (offered?.items ?? [])
    .filter((checkpoint) => checkpoint.reachedAt === null || ids.includes(checkpoint.id))
    .map((checkpoint) => ({
      value: checkpoint.id,
      label: checkpoint.title,
      hint: checkpoint.dueDate === null ? checkpoint.projectName : format.date(checkpoint.dueDate),
      icon: <ColourDot colour={checkpoint.projectColour} className="size-2.5" />,
    }));
  return (
    <>
      {chosen.map((checkpoint) => (
        <span
          key={checkpoint.id}
          className={cn(
            'inline-flex h-6 max-w-full items-center gap-1.5 rounded-md ps-1.5 pe-0.5 text-xs',
            checkpoint.reachedAt === null
              ? 'bg-info-soft text-info-text'
              : 'bg-success-soft text-success-text',
          )}
        >
          {checkpoint.reachedAt === null ? (
            <Flag aria-hidden className="size-3 shrink-0" />
          ) : (
            <Check aria-hidden className="size-3 shrink-0" />
          )}
          <span className="truncate">{checkpoint.title}</span>
          {checkpoint.reachedAt !== null && <span className="sr-only">{t('reached')}</span>}
          <button
            type="button"
            aria-label={words('removeNamed', { name: checkpoint.title })}
            onClick={() => toggle(checkpoint.id)}
            className="grid size-5 place-items-center rounded-sm hover:bg-accent"
          >
            <X aria-hidden className="size-3" />
          </button>
        </span>
      ))}
      <Popover open={isOpen} onOpenChange={setOpen}>
        <PopoverTrigger asChild>
          <PropertyButton
            aria-label={`${t('waitsFor')}: ${chosen.length === 0 ? t('waitsForNothing') : t('addAnother')}`}
            className={chosen.length === 0 ? undefined : 'ms-0'}
          >
            <Unset>{chosen.length === 0 ? t('waitsForNothing') : t('addAnother')}</Unset>
          </PropertyButton>
        </PopoverTrigger>
        <PopoverContent aria-label={t('waitsForChoose')} className="w-72 p-0">
          <PickerList
            multiple
            label={t('waitsForChoose')}
            options={options}
            selected={ids}
            loading={isLoading}
            onPick={toggle}
          />
        </PopoverContent>
      </Popover>
    </>
  );
}
