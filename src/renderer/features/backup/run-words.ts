import { useTranslation } from 'react-i18next';
import type { BackupRun } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';

/** What a check or a drill has shown, in a line. */
export function useProofWords(): (run: BackupRun) => string {
  const { t } = useTranslation('backup');
  const format = useFormat();
  return (run) => {
    const { kind, figures, share, damaged } = run;
    if (damaged.length > 0) return t('proofDamaged', { count: damaged.length });
    if (kind === 'verify') {
      if (share === 0) return t('proofStructure', { count: figures['backups'] ?? 0 });
      return share === 1 ? t('proofAllRead') : t('proofShareRead', { share: format.percent(share) });
    }
    const asked = (figures['searchesAsked'] ?? 0) + (figures['attachmentsAsked'] ?? 0);
    if (figures['rows'] === undefined) return t('proofShareRead', { share: format.percent(share) });
    const rows = format.number(figures['rows']);
    return t('proofDrill', { rows, tables: figures['tables'] ?? 0, asked });
  };
}

/** What a run has to say beside its numbers: why it failed, what it found, what it cleared away. */
export function useRunNote(): (run: BackupRun) => string | undefined {
  const { t } = useTranslation('backup');
  const format = useFormat();
  return ({ kind, outcome, error, damaged, figures }) => {
    if (error) return error.message;
    if (damaged.length > 0) return t('proofDamaged', { count: damaged.length });
    if (kind !== 'prune' || outcome !== 'done') return undefined;
    const { backupsDropped = 0, doomedBytes = 0, repackedPacks = 0, savedBytes = 0 } = figures;
    const notes = [
      ...(backupsDropped > 0 ? [t('prunedPoints', { count: backupsDropped })] : []),
      ...(doomedBytes > 0 ? [t('prunedSoon', { size: format.bytes(doomedBytes) })] : []),
      ...(repackedPacks > 0
        ? [t('prunedRepacked', { count: repackedPacks, size: format.bytes(savedBytes) })]
        : []),
    ];
    return notes.join(' ') || t('prunedNothing');
  };
}

/** Seconds or minutes that something took or will take. */
export function useTimeWords(): (seconds: number) => string {
  const { t } = useTranslation('backup');
  const format = useFormat();
  return (seconds) =>
    seconds < 60 ? t('seconds', { count: Math.max(1, Math.round(seconds)) }) : format.duration(seconds / 60);
}
