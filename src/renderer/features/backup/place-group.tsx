import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { PhraseDialog } from './phrase-dialog.tsx';
import { useDisconnect, useSaveKit } from './queries.ts';
import { SameWordsDialog } from './same-words-dialog.tsx';
import { AccessDialog } from './trouble/access-dialog.tsx';

type OpenDialog = 'phrase' | 'leaked' | 'disconnect' | 'same' | 'access';

/** The phrase that opens the backup, and the place it lies at. */
export function PlaceGroup({ status }: { status: BackupStatus }) {
  const { t } = useTranslation('backup');
  const [dialog, setDialog] = useState<OpenDialog>();
  const close = (): void => setDialog(undefined);
  const disconnect = useDisconnect(close);
  const kit = useSaveKit();
  return (
    <>
      <SettingGroup title={t('phrase')} text={t('phraseText')}>
        {!status.phraseOpensWorkspace && (
          <SettingRow label={t('sameWords')} hint={t('sameWordsHint')}>
            <Button variant="outline" onClick={() => setDialog('same')}>
              {t('useSameWords')}
            </Button>
          </SettingRow>
        )}
        <SettingRow label={t('kit')} hint={t('kitHint')}>
          <Button variant="outline" busy={kit.isPending} onClick={() => kit.mutate(undefined)}>
            {t('saveKit')}
          </Button>
        </SettingRow>
        <SettingRow label={t('newPhrase')} hint={t('newPhraseHint')}>
          <Button variant="outline" onClick={() => setDialog('phrase')}>
            {t('changeWords')}
          </Button>
        </SettingRow>
        <SettingRow label={t('leaked')} hint={t('leakedHint')}>
          <Button variant="danger-ghost" onClick={() => setDialog('leaked')}>
            {t('replaceAll')}
          </Button>
        </SettingRow>
      </SettingGroup>
      <SettingGroup title={t('place')}>
        <SettingRow
          label={status.placeLabel ?? t('place')}
          hint={
            <span dir="ltr" className="font-mono text-xs wrap-anywhere">
              {status.vaultId}
            </span>
          }
        />
        {(status.place?.kind === 's3' || status.place?.kind === 'webdav') && (
          <SettingRow label={t('access')} hint={t('accessHint')}>
            <Button variant="outline" onClick={() => setDialog('access')}>
              {t('changeAccess')}
            </Button>
          </SettingRow>
        )}
        <SettingRow label={t('disconnect')} hint={t('disconnectHint')}>
          <Button variant="danger-ghost" onClick={() => setDialog('disconnect')}>
            {t('disconnect')}
          </Button>
        </SettingRow>
      </SettingGroup>
      {(dialog === 'phrase' || dialog === 'leaked') && (
        <PhraseDialog
          isLeaked={dialog === 'leaked'}
          isOnePhrase={status.phraseOpensWorkspace}
          onClose={close}
        />
      )}
      {dialog === 'access' && status.place && <AccessDialog place={status.place} onClose={close} />}
      {dialog === 'same' && <SameWordsDialog onClose={close} />}
      <ConfirmDialog
        open={dialog === 'disconnect'}
        onOpenChange={close}
        title={t('disconnectTitle')}
        description={t('disconnectText')}
        confirmLabel={t('disconnect')}
        danger
        busy={disconnect.isPending}
        onConfirm={() => disconnect.mutate()}
      />
    </>
  );
}
