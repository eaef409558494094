import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { isClosed } from '#renderer/entities/task/due-date.ts';
import { TaskStack } from '#renderer/entities/task/task-stack.tsx';
import { useAddSubtask } from './panel-queries.ts';
import { PanelSection } from './panel-section.tsx';

/** Tasks that belong to this one: ticked here, opened for more. */
export function Subtasks({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const field = useRef<HTMLInputElement>(null);
  const [title, setTitle] = useState('');
  const [isAdding, setAdding] = useState(false);
  const add = useAddSubtask(task);
  const { subtasks } = task;
  const done = subtasks.filter(isClosed).length;
  const submit = (): void => {
    const text = title.trim();
    if (text === '' || add.isPending) return;
    // What was typed goes away only once it is kept.
    add.mutate(text, { onSuccess: () => setTitle((current) => (current.trim() === text ? '' : current)) });
  };
  const begin = (): void => {
    setAdding(true);
    requestAnimationFrame(() => field.current?.focus());
  };
  return (
    <PanelSection
      title={t('subtasks')}
      meta={subtasks.length === 0 ? undefined : t('doneOf', { done, total: subtasks.length })}
      onAdd={begin}
      addLabel={t('addSubtask')}
    >
      {subtasks.length > 0 && (
        <TaskStack label={t('subtasks')} tasks={subtasks} showProject={false} isNested className="-mx-3" />
      )}
      {(isAdding || subtasks.length > 0) && (
        <form
          className="-mx-2 flex h-9 items-center gap-2.5 rounded-md px-2 focus-within:bg-muted/60"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Plus aria-hidden className="size-4 shrink-0 text-muted-foreground" />
          <input
            ref={field}
            dir="auto"
            maxLength={500}
            aria-label={t('addSubtask')}
            placeholder={t('addSubtask')}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
            onBlur={() => {
              submit();
              setAdding(false);
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              setTitle('');
              event.currentTarget.blur();
            }}
            className="min-w-0 flex-1 bg-transparent text-sm outline-none"
          />
        </form>
      )}
    </PanelSection>
  );
}
