import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { BackupPlace } from '#shared/contracts/backup.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';
import { useChangeAccess } from './trouble-queries.ts';

/** Another password of the place, or another pair of keys; tried before it is kept. */
export function AccessDialog({ place, onClose }: { place: BackupPlace; onClose(): void }) {
  const { t } = useTranslation('backup');
  const { t: common } = useTranslation();
  const isBucket = place.kind === 's3';
  const [name, setName] = useState(isBucket ? place.accessKeyId : place.kind === 'webdav' ? place.user : '');
  const [secret, setSecret] = useState('');
  const change = useChangeAccess(onClose);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (secret !== '' && !change.isPending) change.mutate({ name: name.trim(), secret });
  };
  return (
    <Dialog open onOpenChange={onClose} size="sm" title={t('accessTitle')} description={t('accessText')}>
      <form onSubmit={submit} className="flex flex-col gap-5">
        <Field label={t(isBucket ? 's3KeyId' : 'davUser')}>
          {(control) => (
            <CodeInput
              {...control}
              value={name}
              onChange={(event) => {
                change.reset();
                setName(event.target.value);
              }}
            />
          )}
        </Field>
        <Field label={t(isBucket ? 's3Secret' : 'davPassword')} hint={t('secretHint')}>
          {(control) => (
            <PassphraseInput
              {...control}
              dir="ltr"
              autoComplete="off"
              value={secret}
              onChange={(event) => {
                change.reset();
                setSecret(event.target.value);
              }}
            />
          )}
        </Field>
        {change.error && <Banner tone="danger">{describeError(change.error).message}</Banner>}
        <div className="flex justify-end gap-2">
          <Button variant="ghost" disabled={change.isPending} onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" variant="primary" disabled={secret === ''} busy={change.isPending}>
            {t(change.isPending ? 'tryingPlace' : 'useAccess')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
