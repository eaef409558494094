import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { useBackupDeed, type BackupDeed } from '#renderer/entities/backup/backup-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';

const CHECKS = ['verify', 'verifyData', 'drill'] as const satisfies readonly BackupDeed[];

/** Proofs that a backup is good, from the quickest to the fullest. */
export function ChecksGroup({ status }: { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const deed = useBackupDeed();
  const isAtWork = status.state === 'running' || status.state === 'paused';
  return (
    <SettingGroup title={t('checks')} text={t('checksText')}>
      {CHECKS.map((check) => (
        <SettingRow key={check} label={t(`check_${check}`)} hint={t(`check_${check}Text`)}>
          <Button
            variant="outline"
            aria-label={`${t(`begin_${check}`)}: ${t(`check_${check}`)}`}
            disabled={isAtWork || status.lastBackup === null}
            busy={deed.isPending && deed.variables === check}
            onClick={() => deed.mutate(check)}
          >
            {t(`begin_${check}`)}
          </Button>
        </SettingRow>
      ))}
    </SettingGroup>
  );
}
