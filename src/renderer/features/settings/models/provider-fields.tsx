import { useTranslation } from 'react-i18next';
import type { ProviderPreset } from '#shared/contracts/models.ts';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input } from '#renderer/ui/input.tsx';
import { KeyInput } from './key-input.tsx';
import { ModelField } from './model-field.tsx';
import type { ProviderField } from './provider-draft.ts';
import type { ProviderForm } from './use-provider-form.ts';

type ProviderFieldsProps = { form: ProviderForm; preset: ProviderPreset };

/** The words under a field that is still empty or wrong. */
function useProblem({ missing }: ProviderForm) {
  const { t } = useTranslation('models');
  return (field: ProviderField): string | undefined =>
    missing.includes(field) ? t(`missing_${field}`) : undefined;
}

/** What has to be known first, then what may be. */
export function ProviderFields({ form, preset }: ProviderFieldsProps) {
  const { t } = useTranslation('models');
  const { draft, change } = form;
  const problem = useProblem(form);
  const isOwnServer = !preset.needsKey;
  return (
    <div className="flex flex-col gap-4">
      {isOwnServer && <AddressField form={form} preset={preset} />}
      <KeyField form={form} preset={preset} />
      <ModelField
        form={form}
        label={t('chatModel')}
        hint={t('chatModelHint')}
        value={draft.chatModel}
        error={problem('chatModel')}
        onValueChange={(chatModel) => change({ chatModel })}
      />
      {preset.canEmbed && (
        <ModelField
          form={form}
          optional
          label={t('embeddingModel')}
          hint={t('embeddingModelHint')}
          value={draft.embeddingModel}
          onValueChange={(embeddingModel) => change({ embeddingModel })}
        />
      )}
      <details
        className="group"
        open={
          form.missing.some((field) => field === 'timeoutSeconds' || field === 'maxConcurrent') || undefined
        }
      >
        <summary className="w-fit cursor-pointer rounded-md text-[13px] font-medium text-muted-foreground hover:text-foreground">
          {t('advanced')}
        </summary>
        <div className="mt-3 flex flex-col gap-4">
          <Field label={t('name')}>
            {(control) => (
              <Input
                {...control}
                maxLength={100}
                placeholder={preset.name}
                value={draft.name}
                onChange={(event) => change({ name: event.target.value })}
              />
            )}
          </Field>
          {!isOwnServer && <AddressField form={form} preset={preset} />}
          <LimitFields form={form} />
        </div>
      </details>
    </div>
  );
}

function AddressField({ form, preset }: ProviderFieldsProps) {
  const { t } = useTranslation('models');
  const isCustom = preset.baseUrl === null;
  return (
    <Field
      label={t('address')}
      hint={isCustom ? t('addressHintOwn') : t('addressHint')}
      error={useProblem(form)('baseUrl')}
    >
      {(control) => (
        <CodeInput
          {...control}
          placeholder={preset.baseUrl ?? 'http://127.0.0.1:8080/v1'}
          value={form.draft.baseUrl}
          onChange={(event) => form.change({ baseUrl: event.target.value })}
        />
      )}
    </Field>
  );
}

function KeyField({ form, preset }: ProviderFieldsProps) {
  const { t } = useTranslation('models');
  const { draft, hasKey, change } = form;
  const isKept = hasKey && !draft.isKeyForgotten;
  const hint = draft.isKeyForgotten ? t('keyForgotten') : t('keyHint');
  return (
    <Field label={t('key')} hint={hint} optional={!preset.needsKey} error={useProblem(form)('key')}>
      {(control) => (
        <KeyInput
          control={control}
          draft={draft}
          isKept={isKept}
          labels={{ kept: t('keyKept'), forget: t('forgetKey') }}
          onChange={change}
        />
      )}
    </Field>
  );
}

function LimitFields({ form }: { form: ProviderForm }) {
  const { t } = useTranslation('models');
  const { draft, change } = form;
  const problem = useProblem(form);
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={t('timeout')} error={problem('timeoutSeconds')}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            placeholder={t('usual')}
            value={draft.timeoutSeconds}
            onChange={(event) => change({ timeoutSeconds: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('maxConcurrent')} error={problem('maxConcurrent')}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            placeholder={t('usual')}
            value={draft.maxConcurrent}
            onChange={(event) => change({ maxConcurrent: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
