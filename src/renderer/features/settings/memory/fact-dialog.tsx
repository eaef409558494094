import { useMemo, useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemoryFact } from '#shared/contracts/memory.ts';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Input, Textarea } from '#renderer/ui/input.tsx';
import { useSetFact } from './memory-queries.ts';

const FORM_ID = 'memory-fact';

type FactDialogProps = {
  /** The one to change; a new one without. */
  fact: MemoryFact | undefined;
  onClose(): void;
};

/** One fact to keep in mind: what it is about, what it says, and where it holds. */
export function FactDialog({ fact, onClose }: FactDialogProps) {
  const { t } = useTranslation('assistant');
  const { t: common } = useTranslation();
  const [key, setKey] = useState(fact?.key ?? '');
  const [value, setValue] = useState(fact?.value ?? '');
  const [place, setPlace] = useState<string | null>(null);
  const save = useSetFact();
  const isReady = key.trim() !== '' && value.trim() !== '';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    const scope = fact?.scope ?? scopeOf(place);
    const namespace = fact?.namespace ?? 'shared';
    save.mutate({ namespace, key: key.trim(), value: value.trim(), scope }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={(open) => !open && onClose()}
      title={fact ? t('memoryEditNamed', { name: fact.key }) : t('memoryAdd')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={FORM_ID} variant="primary" disabled={!isReady} busy={save.isPending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form id={FORM_ID} onSubmit={submit} className="flex flex-col gap-4">
        {save.error && <Banner tone="danger">{describeError(save.error).message}</Banner>}
        {fact === undefined && (
          <Field label={t('memoryKey')}>
            {(control) => (
              <Input
                {...control}
                value={key}
                maxLength={100}
                placeholder={t('memoryKeyPlaceholder')}
                onChange={(event) => setKey(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t('memoryValue')}>
          {(control) => (
            <Textarea
              {...control}
              value={value}
              maxLength={2000}
              placeholder={t('memoryValuePlaceholder')}
              onChange={(event) => setValue(event.target.value)}
            />
          )}
        </Field>
        {fact === undefined && (
          <Field label={t('memoryFor')}>
            {(control) => <PlaceField id={control.id} value={place} onChange={setPlace} />}
          </Field>
        )}
      </form>
    </Dialog>
  );
}

/** `client:<id>` or `project:<id>`; null holds everywhere. */
function scopeOf(place: string | null): MemoryFact['scope'] {
  const [kind, id = null] = (place ?? '').split(':');
  return { clientId: kind === 'client' ? id : null, projectId: kind === 'project' ? id : null };
}

type PlaceFieldProps = { id: string; value: string | null; onChange(value: string | null): void };

function PlaceField({ id, value, onChange }: PlaceFieldProps) {
  const { t } = useTranslation('assistant');
  const projects = useProjectOptions();
  const clients = useClientOptions();
  const options = useMemo(
    () => [
      ...clients.options.map((one) => ({ ...one, value: `client:${one.value}`, hint: t('kind_client') })),
      ...projects.options.map((one) => ({ ...one, value: `project:${one.value}` })),
    ],
    [clients.options, projects.options, t],
  );
  return (
    <Combobox
      id={id}
      label={t('memoryFor')}
      value={value}
      options={options}
      placeholder={t('memoryEverywhere')}
      noneLabel={t('memoryEverywhere')}
      loading={projects.isLoading || clients.isLoading}
      onValueChange={onChange}
    />
  );
}
