import { useTranslation } from 'react-i18next';
import type { SystemWarning } from '#shared/contracts/system.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { useAcknowledge, useStatus } from './queries.ts';

/** What the store's last opening brought to light, until the person has seen it. */
export function SystemWarnings() {
  const { t } = useTranslation('settings');
  const status = useStatus();
  const acknowledge = useAcknowledge();
  if (status?.state !== 'ready' || status.warnings.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      {status.warnings.map((warning) => (
        <Banner
          key={warning.kind}
          tone="warning"
          actions={
            <Button
              size="xs"
              variant="ghost"
              className="text-current"
              busy={acknowledge.isPending && acknowledge.variables === warning.kind}
              onClick={() => acknowledge.mutate(warning.kind)}
            >
              {t('understood')}
            </Button>
          }
        >
          {t(`warning_${warning.kind}`, numbersOf(warning))}
        </Banner>
      ))}
    </div>
  );
}

function numbersOf(warning: SystemWarning): { missing: number } {
  return { missing: warning.kind === 'rolled_back' ? warning.expectedSeq - warning.foundSeq : 0 };
}
