import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { SignInDialog } from '#renderer/entities/account/sign-in-dialog.tsx';
import { useBackupDeed } from '#renderer/entities/backup/backup-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { AccessDialog } from './access-dialog.tsx';
import { OtherListDialog } from './other-list-dialog.tsx';
import { ReenterDialog } from './reenter-dialog.tsx';
import { remedyFor, type Remedy } from './remedy.ts';

/** The way out of a trouble that does not pass by itself. */
export function TroubleActions({ status }: { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const [isOpen, setIsOpen] = useState(false);
  const deed = useBackupDeed();
  const remedy = remedyFor(status);
  const close = (): void => setIsOpen(false);
  return (
    <>
      {remedy && (
        <Button size="sm" variant="primary" onClick={() => setIsOpen(true)}>
          {t(`remedy_${remedy}`)}
        </Button>
      )}
      <Button size="sm" busy={deed.isPending} onClick={() => deed.mutate('start')}>
        {t('tryAgain')}
      </Button>
      {isOpen && remedy && <RemedyDialog remedy={remedy} status={status} onClose={close} />}
    </>
  );
}

type RemedyDialogProps = { remedy: Remedy; status: BackupStatus; onClose(): void };

function RemedyDialog({ remedy, status, onClose }: RemedyDialogProps): ReactNode {
  const deed = useBackupDeed();
  const { place, trouble } = status;
  switch (remedy) {
    case 'words':
      return <ReenterDialog onClose={onClose} />;
    case 'list':
      return <OtherListDialog isForked={trouble?.code === 'backup_forked'} onClose={onClose} />;
    case 'access':
      return place && <AccessDialog place={place} onClose={onClose} />;
    case 'signIn':
      return (
        place?.kind === 'adiuva' && (
          <SignInDialog
            isNew={false}
            known={{ endpoint: place.url }}
            onSignedIn={() => deed.mutate('start')}
            onClose={onClose}
          />
        )
      );
  }
}
