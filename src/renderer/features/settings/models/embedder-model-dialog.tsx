import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useProviders } from '#renderer/entities/model/model-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { useAddEmbedder } from './embedder-queries.ts';

/** A model behind one of the providers. It is asked for one short text before it is taken. */
export function EmbedderModelDialog({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const formId = useId();
  const { data: providers = [] } = useProviders();
  const able = providers.filter((one) => one.isEnabled);
  const [chosen, setChosen] = useState<string>();
  const [typed, setTyped] = useState<string>();
  const add = useAddEmbedder();
  const provider =
    able.find(({ id }) => id === chosen) ?? able.find((one) => one.embeddingModel !== '') ?? able[0];
  const model = typed ?? provider?.embeddingModel ?? '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (provider === undefined || model.trim() === '' || add.isPending) return;
    add.mutate({ model: `${provider.id}/${model.trim()}` }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      size="sm"
      onOpenChange={onClose}
      title={t('embedderFromProvider')}
      description={able.length === 0 ? t('embedderNoProvider') : t('embedderFromProviderText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={provider === undefined || model.trim() === ''}
            busy={add.isPending}
          >
            {t('testAndAdd')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field label={t('provider')}>
          {({ id }) => (
            <Select
              id={id}
              value={provider?.id}
              disabled={able.length === 0}
              onValueChange={(next) => {
                setChosen(next);
                setTyped(undefined);
              }}
              options={able.map(({ id: value, name: label }) => ({ value, label }))}
            />
          )}
        </Field>
        <Field label={t('embeddingModel')}>
          {(control) => (
            <CodeInput {...control} value={model} onChange={(event) => setTyped(event.target.value)} />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
