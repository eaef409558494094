import { useTranslation } from 'react-i18next';
import type { BackupPoint } from '#shared/contracts/backup.ts';
import { ProofForm } from '#renderer/entities/access/proof-form.tsx';
import { PointFacts } from '#renderer/entities/backup/point-facts.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Card } from '#renderer/ui/card.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { useRestore } from './queries.ts';

type RestoreDialogProps = { point: BackupPoint; onBegun(): void; onClose(): void };

/** The whole workspace as it was. What it replaces is kept for a week. */
export function RestoreDialog({ point, onBegun, onClose }: RestoreDialogProps) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const restore = useRestore(onBegun);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t('restoreTitle', { when: format.instant(point.createdAt) })}
      description={t('restoreText')}
    >
      <Card className="mb-5 p-4">
        <PointFacts point={point} />
      </Card>
      <ProofForm
        label={t('restoreAll')}
        isBusy={restore.isPending}
        error={restore.error}
        onEdited={restore.reset}
        onProven={(current) => restore.mutate({ sequence: point.sequence, current })}
        onClose={onClose}
      />
    </Dialog>
  );
}
