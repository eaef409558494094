import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '#renderer/lib/preferences.tsx';
import { colourFor } from '#renderer/lib/palette.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { useCreateClient } from './queries.ts';

type NewClientDialogProps = { open: boolean; onClose(): void; onCreated(id: string): void };

export function NewClientDialog({ open, onClose, onCreated }: NewClientDialogProps) {
  const { t } = useTranslation('clients');
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('newClient')}
      description={t('newClientText')}
    >
      {open && <NewClientForm onClose={onClose} onCreated={onCreated} />}
    </Dialog>
  );
}

const EMPTY = { name: '', email: '', phone: '', website: '' };

function NewClientForm({ onClose, onCreated }: Omit<NewClientDialogProps, 'open'>) {
  const { t } = useTranslation('clients');
  const { t: words } = useTranslation();
  const { currency } = usePreferences();
  const create = useCreateClient();
  const [draft, setDraft] = useState(EMPTY);
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = draft.name.trim();
    setMissing(name === '');
    if (name === '') return;
    create.mutate(
      { ...draft, name, currency, colour: colourFor(name) },
      { onSuccess: ({ item }) => onCreated(item.id) },
    );
  };
  const field = (key: keyof typeof EMPTY) => ({
    value: draft[key],
    maxLength: 300,
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [key]: event.target.value }),
  });
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t('name')} error={isMissing ? t('nameMissing') : undefined}>
        {(control) => <Input {...control} autoFocus placeholder={t('namePlaceholder')} {...field('name')} />}
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('email')} optional>
          {(control) => <Input {...control} type="email" {...field('email')} />}
        </Field>
        <Field label={t('phone')} optional>
          {(control) => <Input {...control} type="tel" {...field('phone')} />}
        </Field>
      </div>
      <Field label={t('website')} optional>
        {(control) => <Input {...control} placeholder="https://" {...field('website')} />}
      </Field>
      <div className="mt-2 flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {words('cancel')}
        </Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          {t('createClient')}
        </Button>
      </div>
    </form>
  );
}
