import { useTranslation } from 'react-i18next';
import type { DatasetRun, DatasetRunStatus } from '#shared/contracts/datasets.ts';
import { Badge, type BadgeProps } from '#renderer/ui/badge.tsx';

const TONES: Record<DatasetRunStatus, BadgeProps['tone']> = {
  queued: 'neutral',
  running: 'primary',
  waiting: 'neutral',
  paused: 'warning',
  needs_decision: 'warning',
  done: 'success',
  failed: 'danger',
  cancelled: 'neutral',
  set_aside: 'danger',
};

export function RunStatusBadge({ status }: { status: DatasetRunStatus }) {
  const { t } = useTranslation('datasetPage');
  return <Badge tone={TONES[status]}>{t(`status_${status}`)}</Badge>;
}

/** What makes the records of a run, as a person calls it. */
export function useGeneratorName(): (run: Pick<DatasetRun, 'generator'>) => string {
  const { t } = useTranslation('datasetPage');
  return ({ generator }) => {
    if (generator === 'builtin') return t('builtin');
    return generator === 'chain' ? t('chain') : generator;
  };
}
