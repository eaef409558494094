import { useNavigate } from '@tanstack/react-router';
import { Archive, CloudUpload, RotateCcw, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBackupDeed, useBackupStatus, type BackupDeed } from '../entities/backup/backup-queries.ts';
import type { Command } from '../lib/commands.tsx';

/** What can be done with the backup from everywhere; before it is set up, only that. Its page shows how it goes. */
export function useBackupCommands(): Command[] {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const { data: status } = useBackupStatus();
  const { mutate } = useBackupDeed();
  const group = t('backup');
  if (!status) return [];
  if (status.state === 'not_set_up') {
    const run = (): void => void navigate({ to: '/backup', search: { setUp: true } });
    return [{ id: 'backup.set-up', title: t('setUpBackup'), group, icon: Archive, run }];
  }
  const begin = (deed: BackupDeed) => (): void => {
    mutate(deed);
    void navigate({ to: '/backup' });
  };
  return [
    { id: 'backup.now', title: t('backUpNow'), group, icon: CloudUpload, run: begin('start') },
    { id: 'backup.check', title: t('checkBackup'), group, icon: ShieldCheck, run: begin('verifyData') },
    { id: 'backup.drill', title: t('tryRestore'), group, icon: RotateCcw, run: begin('drill') },
  ];
}
