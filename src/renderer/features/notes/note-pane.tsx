import { Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNoteDetail } from '#renderer/entities/note/note-queries.ts';
import { errorCode } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { NoteDocument } from './note-document.tsx';
import type { NotePaneProps } from './note-pane-props.ts';
import { useRestoreFromTrash } from './queries.ts';
import { TextSkeleton } from './text-skeleton.tsx';

/** One note, once it is loaded. */
export function NotePane(props: NotePaneProps) {
  const { t } = useTranslation('notes');
  const { data, error, isPending, refetch } = useNoteDetail(props.id);
  const restore = useRestoreFromTrash();
  if (isPending) return <PaneSkeleton />;
  if (data === undefined) {
    const isGone = errorCode(error) === 'not_found';
    return (
      <ErrorState
        error={error}
        onRetry={isGone ? undefined : () => void refetch()}
        action={<Button onClick={props.onClose}>{t('backToList')}</Button>}
      />
    );
  }
  if (data.deletedAt !== null) {
    return (
      <EmptyState
        icon={Trash2}
        title={t('inTrash', { title: data.title || t('untitled') })}
        text={t('inTrashText')}
        action={
          <Button variant="primary" busy={restore.isPending} onClick={() => restore.mutate(data.id)}>
            {t('restore')}
          </Button>
        }
        secondaryAction={<Button onClick={props.onClose}>{t('backToList')}</Button>}
      />
    );
  }
  return <NoteDocument {...props} note={data} />;
}

function PaneSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="mx-auto w-full max-w-3xl px-10 pt-20">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="mb-6 h-8 w-1/2" />
      <TextSkeleton />
    </div>
  );
}
