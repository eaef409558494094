import { Mail, Phone, Plus, UserRound, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Contact } from '#shared/contracts/clients.ts';
import { Avatar } from '#renderer/ui/avatar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';

type ContactListProps = { contacts: readonly Contact[]; onChange(contacts: Contact[]): void };

function newContact(): Contact {
  return { id: crypto.randomUUID(), name: '', role: '', email: '', phone: '' };
}

/** The people at a client. */
export function ContactList({ contacts, onChange }: ContactListProps) {
  const { t } = useTranslation('clients');
  const { t: words } = useTranslation();
  const [editing, setEditing] = useState<Contact>();
  const isNew = editing !== undefined && !contacts.some(({ id }) => id === editing.id);
  const save = (contact: Contact): void => {
    onChange(
      isNew ? [...contacts, contact] : contacts.map((other) => (other.id === contact.id ? contact : other)),
    );
    setEditing(undefined);
  };
  const addButton = (
    <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} onClick={() => setEditing(newContact())}>
      {t('addContact')}
    </Button>
  );
  return (
    <section aria-label={t('contacts')}>
      <SectionHeading
        count={contacts.length}
        actions={contacts.length > 0 ? addButton : undefined}
        className="mb-2"
      >
        {t('contacts')}
      </SectionHeading>
      {contacts.length === 0 ? (
        <EmptyState
          compact
          icon={UserRound}
          title={t('noContacts')}
          text={t('noContactsText')}
          action={addButton}
        />
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(15rem,1fr))] gap-3">
          {contacts.map((contact) => (
            <li
              key={contact.id}
              className="group/contact relative flex gap-3 rounded-xl border border-border-subtle bg-card p-3.5 shadow-card"
            >
              <Avatar name={contact.name} />
              <ContactFacts contact={contact} onEdit={() => setEditing(contact)} />
              <IconButton
                size="xs"
                label={words('removeNamed', { name: contact.name })}
                onClick={() => onChange(contacts.filter(({ id }) => id !== contact.id))}
                className="absolute end-2 top-2 opacity-0 group-hover/contact:opacity-100 focus-visible:opacity-100"
              >
                <X aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      {editing !== undefined && (
        <ContactDialog contact={editing} isNew={isNew} onClose={() => setEditing(undefined)} onSave={save} />
      )}
    </section>
  );
}

function ContactFacts({ contact, onEdit }: { contact: Contact; onEdit(): void }) {
  const { t } = useTranslation('clients');
  return (
    <div className="min-w-0 flex-1">
      <button
        type="button"
        onClick={onEdit}
        aria-label={t('editContact', { name: contact.name })}
        className="block max-w-[calc(100%-1.25rem)] truncate rounded-sm text-sm font-medium hover:underline"
      >
        {contact.name}
      </button>
      {contact.role !== '' && <p className="truncate text-meta">{contact.role}</p>}
      {contact.email !== '' && (
        <a
          href={`mailto:${contact.email}`}
          className="mt-1.5 flex items-center gap-1.5 text-meta hover:text-foreground hover:underline"
        >
          <Mail aria-hidden className="size-3.5 shrink-0" />
          <span className="truncate">{contact.email}</span>
        </a>
      )}
      {contact.phone !== '' && (
        <p className="mt-1 flex items-center gap-1.5 text-meta tabular-nums">
          <Phone aria-hidden className="size-3.5 shrink-0" />
          {contact.phone}
        </p>
      )}
    </div>
  );
}

type ContactDialogProps = {
  contact: Contact;
  isNew: boolean;
  onClose(): void;
  onSave(contact: Contact): void;
};

function ContactDialog({ contact, isNew, onClose, onSave }: ContactDialogProps) {
  const { t } = useTranslation('clients');
  const { t: words } = useTranslation();
  const [draft, setDraft] = useState(contact);
  const [isMissing, setMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = draft.name.trim();
    setMissing(name === '');
    if (name !== '') onSave({ ...draft, name });
  };
  const field = (key: 'name' | 'role' | 'email' | 'phone') => ({
    value: draft[key],
    maxLength: 300,
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [key]: event.target.value }),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      size="sm"
      title={isNew ? t('addContact') : t('editContact', { name: contact.name })}
    >
      <form onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('contactName')} error={isMissing ? t('nameMissing') : undefined}>
          {(control) => <Input {...control} autoFocus {...field('name')} />}
        </Field>
        <Field label={t('role')} optional>
          {(control) => <Input {...control} {...field('role')} />}
        </Field>
        <Field label={t('email')} optional>
          {(control) => <Input {...control} type="email" {...field('email')} />}
        </Field>
        <Field label={t('phone')} optional>
          {(control) => <Input {...control} type="tel" {...field('phone')} />}
        </Field>
        <div className="mt-2 flex justify-end gap-2">
          <Button variant="ghost" onClick={onClose}>
            {words('cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {words('save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
