import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings, SettingsPatch } from '#shared/contracts/settings.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useSetSettings, useSettings } from './queries.ts';

type SettingsFormProps = { children(settings: Settings, set: (patch: SettingsPatch) => void): ReactNode };

/** Preferences are saved as they are changed; there is no button to forget. */
export function SettingsForm({ children }: SettingsFormProps) {
  const { data, error, refetch } = useSettings();
  const { t } = useTranslation();
  const { mutate, isSuccess } = useSetSettings();
  if (error && data === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <ListSkeleton rows={4} />;
  return (
    <>
      {children(data, (patch) => mutate(patch))}
      <p role="status" className="sr-only">
        {isSuccess && t('saved')}
      </p>
    </>
  );
}
