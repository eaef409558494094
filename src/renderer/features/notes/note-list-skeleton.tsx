import { useTranslation } from 'react-i18next';
import { Skeleton } from '#renderer/ui/skeleton.tsx';

/** Rows in the rhythm of the real ones. */
export function NoteListSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex flex-col px-3">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: 8 }, (_, index) => (
        <div
          key={index}
          className="flex h-21 flex-col gap-2.5 px-3 pt-3.5"
          style={{ opacity: 1 - index / 10 }}
        >
          <Skeleton className="h-3.5 w-3/5" />
          <Skeleton className="h-3 w-11/12" />
          <Skeleton className="h-2.5 w-1/3" />
        </div>
      ))}
    </div>
  );
}
