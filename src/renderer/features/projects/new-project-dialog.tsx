import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Colour } from '#shared/contracts/common.ts';
import type { ProjectStatus } from '#shared/contracts/projects.ts';
import { useStatusOptions } from '#renderer/entities/project/project-status.tsx';
import { useClientOptions } from '#renderer/entities/task/project-options.tsx';
import type { LocalDate } from '#renderer/lib/dates.ts';
import { COLOUR_NAMES } from '#renderer/lib/palette.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ColourPicker } from '#renderer/ui/colour-picker.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { useCreateProject } from './queries.ts';

type NewProjectDialogProps = {
  open: boolean;
  clientId?: string;
  onClose(): void;
  onCreated(id: string): void;
};

export function NewProjectDialog({ open, clientId, onClose, onCreated }: NewProjectDialogProps) {
  const { t } = useTranslation('projects');
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('newProject')}
      description={t('newProjectText')}
    >
      {open && <NewProjectForm clientId={clientId ?? null} onClose={onClose} onCreated={onCreated} />}
    </Dialog>
  );
}

type Draft = {
  readonly name: string;
  readonly clientId: string | null;
  readonly status: ProjectStatus;
  readonly colour: Colour;
  readonly startDate: LocalDate | null;
  readonly dueDate: LocalDate | null;
};

function anyColour(): Colour {
  return COLOUR_NAMES[Math.floor(Math.random() * COLOUR_NAMES.length)] ?? 'slate';
}

type FormProps = { clientId: string | null; onClose(): void; onCreated(id: string): void };

function NewProjectForm({ clientId, onClose, onCreated }: FormProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const create = useCreateProject();
  const [isMissing, setMissing] = useState(false);
  const [draft, setDraft] = useState<Draft>(() => ({
    name: '',
    clientId,
    status: 'active',
    colour: anyColour(),
    startDate: null,
    dueDate: null,
  }));
  const set = (patch: Partial<Draft>): void => setDraft((current) => ({ ...current, ...patch }));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = draft.name.trim();
    setMissing(name === '');
    if (name !== '') create.mutate({ ...draft, name }, { onSuccess: ({ item }) => onCreated(item.id) });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-4">
      <Field label={t('name')} error={isMissing ? t('nameMissing') : undefined}>
        {(control) => (
          <Input
            {...control}
            autoFocus
            maxLength={500}
            placeholder={t('namePlaceholder')}
            value={draft.name}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
      </Field>
      <DraftFields draft={draft} set={set} />
      <div className="flex flex-col gap-2">
        <span className="text-[13px] font-medium">{t('colour')}</span>
        <ColourPicker label={t('colour')} value={draft.colour} onValueChange={(colour) => set({ colour })} />
      </div>
      <div className="mt-2 flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {words('cancel')}
        </Button>
        <Button type="submit" variant="primary" busy={create.isPending}>
          {t('createProject')}
        </Button>
      </div>
    </form>
  );
}

function DraftFields({ draft, set }: { draft: Draft; set(patch: Partial<Draft>): void }) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const clients = useClientOptions();
  const statuses = useStatusOptions();
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('client')} optional>
        {(control) => (
          <Combobox
            id={control.id}
            label={t('client')}
            value={draft.clientId}
            onValueChange={(value) => set({ clientId: value })}
            options={clients.options}
            loading={clients.isLoading}
            noneLabel={t('noClient')}
            placeholder={t('noClient')}
          />
        )}
      </Field>
      <Field label={words('status')}>
        {(control) => (
          <Select
            id={control.id}
            value={draft.status}
            onValueChange={(status) => set({ status })}
            options={statuses}
          />
        )}
      </Field>
      <Field label={t('start')} optional>
        {(control) => (
          <DatePicker
            id={control.id}
            label={t('start')}
            value={draft.startDate}
            onValueChange={(startDate) => set({ startDate })}
          />
        )}
      </Field>
      <Field label={t('due')} optional>
        {(control) => (
          <DatePicker
            id={control.id}
            label={t('due')}
            value={draft.dueDate}
            onValueChange={(dueDate) => set({ dueDate })}
          />
        )}
      </Field>
    </div>
  );
}
