import { useTranslation } from 'react-i18next';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import { DescriptionLinks } from './description-links.tsx';
import { DraftNotice } from './draft-notice.tsx';
import { useDraft } from './draft.ts';

/** What there is to say about a task: plain text that grows, with its links below. */
export function DescriptionField({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const { actions } = useTaskTools();
  const draft = useDraft({
    name: `task ${task.id} description`,
    stored: task.description,
    save: (description) => actions.save(task.id, { description }),
  });
  return (
    <div className="flex flex-col gap-1.5">
      <textarea
        dir="auto"
        aria-label={t('description')}
        placeholder={t('descriptionHint')}
        value={draft.value}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.flush}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // Escape leaves the field and keeps the text; the panel stays open.
          event.stopPropagation();
          event.currentTarget.blur();
        }}
        className="-mx-2 field-sizing-content min-h-9 w-[calc(100%+1rem)] resize-none rounded-lg bg-transparent px-2 py-1.5 text-sm leading-relaxed transition-colors hover:bg-muted/60 focus:bg-field field-ring"
      />
      <DescriptionLinks text={draft.value} />
      <DraftNotice draft={draft} />
    </div>
  );
}
