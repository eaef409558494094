import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChartColumn, Waypoints } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings, SettingsPatch } from '#shared/contracts/settings.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { useUsageOverview } from '#renderer/entities/spending/spending-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { SettingsForm } from '../settings-form.tsx';

const TRACE_DAYS = [7, 30, 90, 365, 0] as const;
const CONTENT_DAYS = [0, 7, 30, 90, 365] as const;

/** What stays of what was asked: traces, their contents, answers that are used again. */
export function KeptGroup() {
  const { t } = useTranslation('models');
  return (
    <SettingGroup title={t('kept')} text={t('keptText')}>
      <SettingsForm>{(settings, set) => <Retention settings={settings} set={set} />}</SettingsForm>
      <Answers />
      <SettingRow label={t('seeWhat')} hint={t('seeWhatHint')}>
        <Link to="/usage" className={buttonStyles({ variant: 'outline' })}>
          <ChartColumn aria-hidden />
          {t('openUsage')}
        </Link>
        <Link to="/traces" className={buttonStyles({ variant: 'outline' })}>
          <Waypoints aria-hidden />
          {t('openTraces')}
        </Link>
      </SettingRow>
    </SettingGroup>
  );
}

type RetentionProps = { settings: Settings; set(patch: SettingsPatch): void };

function Retention({ settings, set }: RetentionProps) {
  const { t } = useTranslation('models');
  const [traceId, contentId] = [useId(), useId()];
  return (
    <>
      <SettingRow label={t('keepTraces')} hint={t('keepTracesHint')} htmlFor={traceId}>
        <Days
          id={traceId}
          days={TRACE_DAYS}
          value={settings.traceRetentionDays}
          zero={t('untilRemoved')}
          onChange={(traceRetentionDays) => set({ traceRetentionDays })}
        />
      </SettingRow>
      <SettingRow label={t('keepContents')} hint={t('keepContentsHint')} htmlFor={contentId}>
        <Days
          id={contentId}
          days={CONTENT_DAYS}
          value={settings.traceContentDays}
          zero={t('notKept')}
          onChange={(traceContentDays) => set({ traceContentDays })}
        />
      </SettingRow>
    </>
  );
}

type DaysProps = {
  id: string;
  days: readonly number[];
  value: number;
  /** What nought stands for. */
  zero: string;
  onChange(days: number): void;
};

function Days({ id, days, value, zero, onChange }: DaysProps) {
  const { t } = useTranslation('models');
  const offered = days.includes(value) ? days : [...days, value];
  return (
    <Select
      id={id}
      className="w-48"
      value={String(value)}
      onValueChange={(next) => onChange(Number(next))}
      options={offered.map((count) => ({
        value: String(count),
        label: count === 0 ? zero : t('days', { count }),
      }))}
    />
  );
}

function Answers() {
  const { t } = useTranslation('models');
  const api = useApi();
  const format = useFormat();
  const { data } = useUsageOverview();
  const clear = useMutation({
    mutationFn: () => api.usage.clearAnswers.mutate(),
    onSuccess: () => toastDone({ message: t('answersCleared') }),
    onError: toastError,
  });
  const cache = data?.cache;
  return (
    <SettingRow
      label={t('answers')}
      hint={
        cache === undefined || cache.entryCount === 0
          ? t('answersHint')
          : t('answersKept', {
              count: cache.entryCount,
              number: format.number(cache.entryCount),
              size: format.bytes(cache.sizeBytes),
            })
      }
    >
      <Button
        variant="outline"
        disabled={cache === undefined || cache.entryCount === 0}
        busy={clear.isPending}
        onClick={() => clear.mutate()}
      >
        {t('clearAnswers')}
      </Button>
    </SettingRow>
  );
}
