import { RefreshCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Spinner } from '#renderer/ui/spinner.tsx';
import type { ProviderForm } from './use-provider-form.ts';

type ModelFieldProps = {
  form: ProviderForm;
  label: string;
  hint: ReactNode;
  value: string;
  error?: string;
  optional?: boolean;
  onValueChange(model: string): void;
};

/** One of the models that the provider lists, asked for when the list is opened; or any name that is typed. */
export function ModelField(props: ModelFieldProps) {
  const { form, label, hint, value, error, optional, onValueChange } = props;
  const { t } = useTranslation('models');
  const [isOpen, setIsOpen] = useState(false);
  const onOpenChange = (open: boolean): void => {
    setIsOpen(open);
    if (open) form.offerModels();
  };
  const names = form.models.includes(value) || value === '' ? form.models : [value, ...form.models];
  return (
    <Field label={label} hint={hint} error={error} optional={optional}>
      {({ id }) => (
        <div className="flex gap-1.5">
          <Combobox
            id={id}
            label={t('chooseModel')}
            placeholder={t('chooseModel')}
            value={value === '' ? null : value}
            options={names.map((name) => ({ value: name, label: name }))}
            open={isOpen}
            onOpenChange={onOpenChange}
            loading={form.isFinding}
            noneLabel={optional ? t('noModel') : undefined}
            onCreate={onValueChange}
            onValueChange={(next) => onValueChange(next ?? '')}
          />
          <IconButton
            size="md"
            variant="outline"
            label={t('findModels')}
            aria-busy={form.isFinding || undefined}
            onClick={form.findModels}
          >
            {form.isFinding ? <Spinner /> : <RefreshCw aria-hidden />}
          </IconButton>
        </div>
      )}
    </Field>
  );
}
