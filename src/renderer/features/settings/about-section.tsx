import { useTranslation } from 'react-i18next';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useSystemInfo } from './queries.ts';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';

export function AboutSection() {
  const { t } = useTranslation('settings');
  const { data: info, error, refetch } = useSystemInfo();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (info === undefined) return <ListSkeleton rows={3} />;
  return (
    <>
      <div className="flex items-center gap-5">
        <svg viewBox="0 0 64 64" aria-hidden className="size-16">
          <rect width="64" height="64" rx="16" className="fill-primary" />
          <path
            d="M18 46 29.2 19.6a3 3 0 0 1 5.6 0L46 46"
            fill="none"
            strokeWidth="5.5"
            strokeLinecap="round"
            strokeLinejoin="round"
            className="stroke-primary-foreground"
          />
          <circle cx="32" cy="40" r="4.2" className="fill-primary-foreground" />
        </svg>
        <div>
          <p className="text-xl font-semibold tracking-[-0.5px]">Adiuva</p>
          <p className="text-sm text-muted-foreground">{t('tagline')}</p>
        </div>
      </div>
      <SettingGroup title={t('about')}>
        <SettingRow label={t('version')}>
          <span className="text-sm tabular-nums">{info.appVersion}</span>
        </SettingRow>
        <SettingRow label={t('runsAs')}>
          <span className="text-sm">
            {t(info.host === 'electron' ? 'host_electron' : 'host_web')} · {info.platform}
          </span>
        </SettingRow>
        <SettingRow label={t('privacy')} hint={t('privacyText')} />
      </SettingGroup>
    </>
  );
}
