import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { isClosed } from '#renderer/entities/task/due-date.ts';
import { drawNow } from '#renderer/ui/draw-now.ts';
import { TaskStack } from '#renderer/entities/task/task-stack.tsx';
import { useKept } from './draft.ts';
import { useAddSubtask } from './panel-queries.ts';
import { PanelSection } from './panel-section.tsx';

/** Tasks that belong to this one: ticked here, opened for more. */
export function Subtasks({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const field = useRef<HTMLInputElement>(null);
  const { read, keep } = useKept<string>(`task ${task.id} sub-task`);
  const [title, setRawTitle] = useState(() => read() ?? '');
  const [isAdding, setAdding] = useState(title !== '');
  const add = useAddSubtask(task);
  const queue = useRef(Promise.resolve());
  const { subtasks } = task;
  const done = subtasks.filter(isClosed).length;
  const setTitle = (text: string): void => {
    keep(text === '' ? undefined : text);
    setRawTitle(text);
  };
  const submit = (): void => {
    const text = title.trim();
    if (text === '') return;
    // The field is free for the next one at once; they are made in the order in which they were typed.
    setTitle('');
    queue.current = queue.current
      .then(async () => void (await add.mutateAsync(text)))
      .catch(() => {
        // The write has said why in a toast; its words come back, before what was typed since.
        setTitle([text, read() ?? ''].join(' ').trim());
        setAdding(true);
      });
  };
  const begin = (): void => {
    // Drawn before the press has ended: what is typed next belongs into the field.
    drawNow(() => setAdding(true));
    field.current?.focus();
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
            // It stays where it is: a press on what lies below would miss if the field made room now.
            onBlur={submit}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              event.stopPropagation();
              const input = event.currentTarget;
              drawNow(() => setTitle(''));
              input.blur();
              setAdding(false);
            }}
            className="min-w-0 flex-1 bg-transparent text-sm outline-none"
          />
        </form>
      )}
    </PanelSection>
  );
}
