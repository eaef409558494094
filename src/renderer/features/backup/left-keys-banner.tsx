import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { useRetryJob } from '#renderer/entities/job/job-queries.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';

/** New words do not count before everything was sent under them: said until that goes on, or others take their place. */
export function LeftKeysBanner({ left }: { left: BackupStatus['leftKeys'] }) {
  const { t } = useTranslation('backup');
  const retry = useRetryJob();
  if (left === null) return null;
  return (
    <Banner
      tone="warning"
      actions={
        <Button size="sm" variant="outline" busy={retry.isPending} onClick={() => retry.mutate(left.jobId)}>
          {t('leftKeysGoOn')}
        </Button>
      }
    >
      <p className="font-medium">{t('leftKeys')}</p>
      <p className="mt-1">{left.message ?? t('leftKeysCancelled')}</p>
    </Banner>
  );
}
