import { useMutation } from '@tanstack/react-query';
import { Play, RotateCw, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isJobOver } from '#shared/contracts/job-status.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useCancelJob } from '#renderer/entities/job/job-queries.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { BudgetDialog } from '../runs/budget-dialog.tsx';
import { useChecking } from './dataset-queries.ts';

/** The records are held against the checks, or that stopped half way; begun on whatever page, by whatever window. */
export function CheckPanel({ datasetId }: { datasetId: string }) {
  const { t } = useTranslation('datasetPage');
  const api = useApi();
  const { data: checking } = useChecking(datasetId);
  const [isRaising, setIsRaising] = useState(false);
  const goOn = useMutation({
    mutationFn: (budget?: number | null) => api.datasets.records.resumeCheck.mutate({ datasetId, budget }),
    onError: toastError,
  });
  const cancel = useCancelJob();
  if (!checking) return null;
  const { job, problem, budget } = checking;
  const isOver = isJobOver(job.status);
  const isStanding = isOver || job.status === 'paused';
  return (
    <Card role="group" aria-label={t('checkPanel')} className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <p className="text-sm font-medium">{t(isStanding ? 'checkStopped' : 'checkRunning')}</p>
        <div className="ms-auto flex items-center gap-1.5">
          {isStanding && budget !== null && (
            <Button size="sm" variant="ghost" onClick={() => setIsRaising(true)}>
              {t('changeBudget')}
            </Button>
          )}
          {isStanding && (
            <Button
              size="sm"
              icon={isOver ? <RotateCw aria-hidden /> : <Play aria-hidden />}
              busy={goOn.isPending}
              onClick={() => goOn.mutate(undefined)}
            >
              {t('checkGoOn')}
            </Button>
          )}
          {!isOver && (
            <Button
              size="sm"
              variant="ghost"
              icon={<X aria-hidden />}
              busy={cancel.isPending}
              onClick={() => cancel.mutate(job.id)}
            >
              {t('checkCancel')}
            </Button>
          )}
        </div>
      </div>
      <JobProgress job={job} />
      {problem !== null && <Banner tone="warning">{problem}</Banner>}
      <BudgetDialog open={isRaising} onOpenChange={setIsRaising} onSave={(cap) => goOn.mutate(cap)} />
    </Card>
  );
}
