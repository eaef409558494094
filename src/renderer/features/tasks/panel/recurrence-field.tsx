import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { today } from '#renderer/lib/dates.ts';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { PropertyButton, Unset } from './property-row.tsx';
import { useRecurrencePreview } from './panel-queries.ts';
import { RecurrenceEditor } from './recurrence-editor.tsx';

function upperFirst(text: string): string {
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

/** How the task repeats, in words; pressing it opens the editor. */
export function RecurrenceField({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const [isOpen, setOpen] = useState(false);
  const day = task.dueDate ?? task.plannedDate ?? today();
  const { data, isError } = useRecurrencePreview(task.recurrence, day);
  const words =
    task.recurrence === null
      ? undefined
      : upperFirst(isError || data === undefined ? task.recurrence.rrule : data.text);
  return (
    <Popover open={isOpen} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <PropertyButton
          aria-label={`${t('repeats')}: ${words ?? t('never')}`}
          className="h-auto min-h-8 py-1 text-start"
        >
          {words ?? <Unset>{t('never')}</Unset>}
        </PropertyButton>
      </PopoverTrigger>
      <PopoverContent
        side="left"
        aria-label={t('repeats')}
        className="max-h-(--radix-popover-content-available-height) w-80 overflow-y-auto p-0"
      >
        <RecurrenceEditor task={task} day={day} words={words} onDone={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}
