import { useTranslation } from 'react-i18next';
import type { PluginSummary } from '#shared/contracts/plugins.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useScheduleWords } from './use-schedule-words.ts';

/** When it runs: "Every 15 minutes", "next run in 4 minutes". */
export function usePlanWords(): (
  plugin: Pick<PluginSummary, 'schedule' | 'nextRunAt' | 'status'>,
) => string[] {
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const scheduleWords = useScheduleWords();
  return ({ schedule, nextRunAt, status }) => {
    const words = scheduleWords(schedule);
    if (schedule === null) return [words];
    if (status === 'paused') return [words, t('pausedNoRun')];
    if (nextRunAt === null) return [words];
    const isDue = nextRunAt <= Date.now();
    return [words, isDue ? t('nextRunDue') : t('nextRun', { when: format.ago(nextRunAt) })];
  };
}
