import { Flag, Plus } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCheckpointActions } from '#renderer/entities/checkpoint/checkpoint-actions.ts';
import type { LocalDate } from '#renderer/lib/dates.ts';
import { Button } from '#renderer/ui/button.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { CheckpointRow } from './checkpoint-row.tsx';
import { useCheckpoints, useCreateCheckpoint } from './queries.ts';

/** The milestones of a project along a rail, in the order of their days. */
export function CheckpointsPanel({ projectId }: { projectId: string }) {
  const { t } = useTranslation('checkpoints');
  const { data, isPending, error, refetch } = useCheckpoints(projectId);
  const actions = useCheckpointActions();
  const [isAdding, setAdding] = useState(false);
  const addButton = (
    <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} onClick={() => setAdding(true)}>
      {t('add')}
    </Button>
  );
  const isEmpty = data?.length === 0 && !isAdding;
  return (
    <section aria-label={t('title')}>
      <SectionHeading count={data?.length} actions={isEmpty ? undefined : addButton} className="mb-2">
        {t('title')}
      </SectionHeading>
      {isPending && <ListSkeleton rows={3} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isEmpty && (
        <EmptyState compact icon={Flag} title={t('empty')} text={t('emptyText')} action={addButton} />
      )}
      {data !== undefined && data.length > 0 && (
        <ol>
          {data.map((checkpoint, index) => (
            <CheckpointRow
              key={checkpoint.id}
              checkpoint={checkpoint}
              actions={actions}
              isLast={index === data.length - 1}
            />
          ))}
        </ol>
      )}
      {isAdding && <NewCheckpoint projectId={projectId} onClose={() => setAdding(false)} />}
    </section>
  );
}

/** Stays open after one was added: milestones are usually entered together. */
function NewCheckpoint({ projectId, onClose }: { projectId: string; onClose(): void }) {
  const { t } = useTranslation('checkpoints');
  const { t: words } = useTranslation();
  const create = useCreateCheckpoint();
  const [title, setTitle] = useState('');
  const [dueDate, setDueDate] = useState<LocalDate | null>(null);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() === '') return;
    create.mutate({ projectId, title: title.trim(), dueDate });
    setTitle('');
    setDueDate(null);
  };
  return (
    <form
      onSubmit={submit}
      className="mt-1 flex flex-wrap items-center gap-2 rounded-xl border border-border-subtle bg-card p-2 shadow-card"
    >
      <Input
        autoFocus
        aria-label={t('titleLabel')}
        placeholder={t('newPlaceholder')}
        maxLength={500}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onClose()}
        className="min-w-48 flex-1"
      />
      <DatePicker label={t('due')} value={dueDate} onValueChange={setDueDate} className="w-40" />
      <Button type="submit" variant="secondary" disabled={title.trim() === ''}>
        {words('add')}
      </Button>
      <Button variant="ghost" onClick={onClose}>
        {words('done')}
      </Button>
    </form>
  );
}
