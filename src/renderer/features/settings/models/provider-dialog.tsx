import { ArrowLeft } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelProvider, ProviderPreset } from '#shared/contracts/models.ts';
import { usePresets } from '#renderer/entities/model/model-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { CardGridSkeleton } from '#renderer/ui/skeleton.tsx';
import { PresetGrid } from './preset-grid.tsx';
import { ProviderFields } from './provider-fields.tsx';
import { ProviderTestResult } from './provider-test-result.tsx';
import { useProviderForm, type ProviderForm } from './use-provider-form.ts';

type ProviderDialogProps = {
  /** The provider to change; a new one without it. */
  provider?: ModelProvider;
  onClose(): void;
};

export function ProviderDialog({ provider, onClose }: ProviderDialogProps) {
  const { t } = useTranslation('models');
  const presets = usePresets();
  const [chosen, setChosen] = useState<ProviderPreset>();
  const preset = provider === undefined ? chosen : presets.data?.find(({ kind }) => kind === provider.kind);
  if (preset !== undefined) {
    const onBack = provider === undefined ? () => setChosen(undefined) : undefined;
    return (
      <FormDialog key={preset.kind} preset={preset} provider={provider} onBack={onBack} onClose={onClose} />
    );
  }
  return (
    <Dialog open onOpenChange={onClose} title={t('addTitle')} description={t('addText')}>
      {presets.error && <ErrorState error={presets.error} onRetry={() => void presets.refetch()} />}
      {presets.isPending && <CardGridSkeleton />}
      {presets.data && <PresetGrid presets={presets.data} onChoose={setChosen} />}
    </Dialog>
  );
}

type FormDialogProps = {
  preset: ProviderPreset;
  provider: ModelProvider | undefined;
  onBack: (() => void) | undefined;
  onClose(): void;
};

function FormDialog({ preset, provider, onBack, onClose }: FormDialogProps) {
  const { t } = useTranslation('models');
  const formId = useId();
  const form = useProviderForm({ preset, provider, onSaved: onClose });
  const isOwn = preset.baseUrl === null;
  const newTitle = isOwn ? t('addCompatible') : t('addNamed', { name: preset.name });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={provider === undefined ? newTitle : t('editNamed', { name: provider.name })}
      description={provider === undefined ? t(preset.needsKey ? 'addCloudText' : 'addLocalText') : undefined}
      footer={<Footer form={form} formId={formId} onBack={onBack} onClose={onClose} />}
    >
      <form id={formId} noValidate onSubmit={form.submit} className="flex flex-col gap-5">
        <ProviderFields form={form} preset={preset} />
        {form.result && <ProviderTestResult result={form.result} />}
      </form>
    </Dialog>
  );
}

type FooterProps = {
  form: ProviderForm;
  formId: string;
  onBack: (() => void) | undefined;
  onClose(): void;
};

function Footer({ form, formId, onBack, onClose }: FooterProps) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const { isNew, isBusy, result } = form;
  return (
    <>
      <div className="me-auto flex gap-2">
        {onBack && (
          <Button
            variant="ghost"
            icon={<ArrowLeft aria-hidden className="rtl:-scale-x-100" />}
            onClick={onBack}
          >
            {common('back')}
          </Button>
        )}
        <Button variant="outline" busy={isBusy} onClick={form.test}>
          {t(isBusy ? 'testing' : 'test')}
        </Button>
      </div>
      <Button variant="ghost" onClick={onClose}>
        {common('cancel')}
      </Button>
      {isNew && result?.isOk === false && (
        <Button variant="outline" onClick={form.keepAnyway}>
          {t('addAnyway')}
        </Button>
      )}
      <Button type="submit" form={formId} variant="primary" busy={isBusy}>
        {isNew ? common('add') : common('save')}
      </Button>
    </>
  );
}
