import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelPrice } from '#shared/contracts/usage.ts';
import { MODEL_CURRENCY } from '#shared/kernel/dollars.ts';
import { today } from '#renderer/lib/dates.ts';
import { Button } from '#renderer/ui/button.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { useProfiles } from '../dataset/profile-queries.ts';
import { useProviders } from '../model/model-queries.ts';
import { dollarInput, parseDollars } from './dollars.ts';
import { useSetPrice } from './spending-queries.ts';

/** What a price is entered for: one that is there, or a model that has none yet. */
export type PriceSubject = ModelPrice | { readonly providerId: string; readonly modelId: string };

type PriceDialogProps = { subject?: PriceSubject; onClose(): void };

const AMOUNTS = ['input', 'cachedInput', 'output'] as const;
type Amounts = Record<(typeof AMOUNTS)[number], string>;

function priceIn(subject: PriceSubject | undefined): ModelPrice | undefined {
  return subject !== undefined && 'inputMicros' in subject ? subject : undefined;
}

function amountsOf(price: ModelPrice | undefined): Amounts {
  if (price === undefined) return { input: '', cachedInput: '', output: '' };
  const { inputMicros, cachedInputMicros, outputMicros } = price;
  return {
    input: dollarInput(inputMicros),
    cachedInput: dollarInput(cachedInputMicros),
    output: dollarInput(outputMicros),
  };
}

function usePriceForm(subject: PriceSubject | undefined, onSaved: () => void) {
  const price = priceIn(subject);
  const isOwn = price !== undefined && price.id !== null;
  const [providerId, setProviderId] = useState(subject?.providerId ?? '*');
  const [modelId, setModelId] = useState(subject?.modelId ?? '');
  const [from, setFrom] = useState(isOwn ? price.from : today());
  const [amounts, setAmounts] = useState(() => amountsOf(price));
  const [isAsked, setIsAsked] = useState(false);
  const save = useSetPrice();
  const input = parseDollars(amounts.input);
  const cached = amounts.cachedInput.trim() === '' ? input : parseDollars(amounts.cachedInput);
  const output = parseDollars(amounts.output);
  return {
    providerId,
    modelId,
    from,
    amounts,
    isBusy: save.isPending,
    isWrong: {
      modelId: isAsked && modelId.trim() === '',
      input: isAsked && input === undefined,
      cachedInput: isAsked && amounts.cachedInput.trim() !== '' && cached === undefined,
      output: isAsked && output === undefined,
    },
    setProviderId,
    setModelId,
    setFrom: (day: string | null): void => setFrom(day ?? today()),
    setAmount: (name: keyof Amounts, text: string): void => setAmounts({ ...amounts, [name]: text }),
    submit: (event: SyntheticEvent): void => {
      event.preventDefault();
      setIsAsked(true);
      const name = modelId.trim();
      if (name === '' || input === undefined || cached === undefined || output === undefined) return;
      const values = { inputMicros: input, cachedInputMicros: cached, outputMicros: output };
      const id = isOwn ? (price.id ?? undefined) : undefined;
      save.mutate(
        { price: { id, providerId, modelId: name, from, ...values }, former: isOwn ? price : undefined },
        { onSuccess: onSaved },
      );
    },
  };
}

/** What a model costs from a day on, per million tokens. */
export function PriceDialog({ subject, onClose }: PriceDialogProps) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const formId = useId();
  const form = usePriceForm(subject, onClose);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={subject === undefined ? t('addPrice') : t('priceOf', { model: subject.modelId })}
      description={t('priceText', { currency: MODEL_CURRENCY })}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form={formId} variant="primary" busy={form.isBusy}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={form.submit} className="flex flex-col gap-4">
        <div className="grid items-start gap-4 sm:grid-cols-3">
          {AMOUNTS.map((name) => (
            <Field
              key={name}
              label={t(`price_${name}`)}
              optional={name === 'cachedInput'}
              error={form.isWrong[name] ? t('notAnAmount') : undefined}
            >
              {(control) => (
                <Input
                  {...control}
                  inputMode="decimal"
                  value={form.amounts[name]}
                  onChange={(event) => form.setAmount(name, event.target.value)}
                />
              )}
            </Field>
          ))}
        </div>
        <SubjectFields form={form} isFixed={subject !== undefined} />
      </form>
    </Dialog>
  );
}

type SubjectFieldsProps = { form: ReturnType<typeof usePriceForm>; isFixed: boolean };

function SubjectFields({ form, isFixed }: SubjectFieldsProps) {
  const { t } = useTranslation('usage');
  const { t: datasets } = useTranslation('datasets');
  const { data: providers = [] } = useProviders();
  const { data: profiles = [] } = useProfiles();
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {!isFixed && (
        <Field label={t('model')} error={form.isWrong.modelId ? t('missingModel') : undefined}>
          {(control) => (
            <CodeInput
              {...control}
              value={form.modelId}
              onChange={(event) => form.setModelId(event.target.value)}
            />
          )}
        </Field>
      )}
      <Field label={t('provider')}>
        {({ id }) => (
          <Select
            id={id}
            value={form.providerId}
            onValueChange={form.setProviderId}
            options={[
              { value: '*', label: t('anyProvider') },
              ...providers.map(({ id: value, name }) => ({ value, label: name })),
              ...profiles.map(({ id: value, name }) => ({ value, label: datasets('profileOf', { name }) })),
            ]}
          />
        )}
      </Field>
      <Field label={t('from')} hint={t('fromHint')}>
        {({ id }) => <DatePicker id={id} label={t('from')} value={form.from} onValueChange={form.setFrom} />}
      </Field>
    </div>
  );
}
