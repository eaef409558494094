import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { ProofForm } from '#renderer/entities/access/proof-form.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { usePutBack } from './queries.ts';

/** After a restore: the state it replaced can be had again, for a while. */
export function PutBackBanner({ kept }: { kept: BackupStatus['canPutBack'] }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const [isOpen, setIsOpen] = useState(false);
  const putBack = usePutBack();
  if (kept === null) return null;
  return (
    <>
      <Banner
        tone="info"
        actions={
          <Button size="sm" variant="outline" onClick={() => setIsOpen(true)}>
            {t('putBack')}
          </Button>
        }
      >
        {t('canPutBack', { when: format.instant(kept.until) })}
      </Banner>
      {isOpen && (
        <Dialog
          open
          size="sm"
          onOpenChange={() => setIsOpen(false)}
          title={t('putBackTitle')}
          description={t('putBackText')}
        >
          <ProofForm
            label={t('putBackNow')}
            isBusy={putBack.isPending}
            error={putBack.error}
            onEdited={putBack.reset}
            onProven={(current) => putBack.mutate({ current })}
            onClose={() => setIsOpen(false)}
          />
        </Dialog>
      )}
    </>
  );
}
