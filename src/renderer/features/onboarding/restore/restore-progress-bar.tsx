import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { Progress } from '#renderer/ui/progress.tsx';
import { useRestoreProgress } from '../queries.ts';

/** How far the restore is. */
export function RestoreProgressBar() {
  const { t } = useTranslation('onboarding');
  const { t: backup } = useTranslation('backup');
  const format = useFormat();
  const progress = useRestoreProgress();
  const share = progress && progress.totalBytes > 0 ? progress.doneBytes / progress.totalBytes : null;
  return (
    <div role="status">
      <Progress label={t('restoring')} value={share} />
      <p className="mt-2 text-meta tabular-nums">
        {t(`restoring_${progress?.step ?? 'reading'}`)}
        {progress &&
          share !== null &&
          ` · ${backup('bytesOf', { done: format.bytes(progress.doneBytes), total: format.bytes(progress.totalBytes) })}`}
      </p>
    </div>
  );
}
