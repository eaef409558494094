import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetColumn } from '#shared/contracts/dataset-spec.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input, Textarea } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { FAKER_METHODS } from './made-kinds.ts';
import { LOCALES } from './locales.ts';
import { NumberField } from './number-field.tsx';
import { WeightedValues } from './weighted-values.tsx';

type MakingProps = { made: DatasetColumn; name: string; onChange(made: DatasetColumn): void };
type Way<K extends DatasetColumn['kind']> = {
  made: Extract<DatasetColumn, { kind: K }>;
  onChange(made: DatasetColumn): void;
};

/** How a value comes about without a model. */
export function ColumnMaking({ made, name, onChange }: MakingProps) {
  const { t } = useTranslation('datasets');
  switch (made.kind) {
    case 'faker':
      return <FakerFields made={made} onChange={onChange} />;
    case 'sequence':
      return <SequenceFields made={made} onChange={onChange} />;
    case 'sample':
      return (
        <div className="flex flex-col gap-2">
          <p className="text-[13px] font-medium">{t('sampleValues')}</p>
          <WeightedValues
            name={name}
            values={made.values}
            onChange={(values) => onChange({ ...made, values })}
          />
        </div>
      );
    case 'reference':
      return <ReferenceFields made={made} onChange={onChange} />;
    case 'expression':
      return (
        <Field label={t('code')} hint={t('codeHint')}>
          {(control) => (
            <Textarea
              {...control}
              dir="ltr"
              spellCheck={false}
              value={made.code}
              onChange={(event) => onChange({ ...made, code: event.target.value })}
              className="font-mono text-[13px]"
            />
          )}
        </Field>
      );
    case 'number':
      return <NumberFields made={made} onChange={onChange} />;
    case 'date':
      return <DateFields made={made} onChange={onChange} />;
    case 'boolean':
      return (
        <NumberField
          min={0}
          max={1}
          label={t('probability')}
          value={made.probability}
          onValueChange={(probability) => probability !== undefined && onChange({ ...made, probability })}
          className="max-w-48"
        />
      );
  }
}

const Fields = ({ children }: { children: ReactNode }) => (
  <div className="grid items-start gap-4 sm:grid-cols-3">{children}</div>
);

function FakerFields({ made, onChange }: Way<'faker'>) {
  const { t } = useTranslation('datasets');
  const methods = [...new Set([...FAKER_METHODS, made.method])];
  return (
    <Fields>
      <Field label={t('fakerMethod')} className="sm:col-span-2">
        {({ id }) => (
          <Combobox
            id={id}
            label={t('fakerMethod')}
            value={made.method}
            options={methods.map((method) => ({ value: method, label: method }))}
            onCreate={(method) => onChange({ ...made, method })}
            onValueChange={(method) => method !== null && onChange({ ...made, method })}
          />
        )}
      </Field>
      <Field label={t('locale')}>
        {({ id }) => (
          <Select
            id={id}
            value={made.locale ?? 'en'}
            options={LOCALES.map((locale) => ({ value: locale, label: t(`locale_${locale}`) }))}
            onValueChange={(locale) => onChange({ ...made, locale })}
          />
        )}
      </Field>
    </Fields>
  );
}

function SequenceFields({ made, onChange }: Way<'sequence'>) {
  const { t } = useTranslation('datasets');
  return (
    <Fields>
      <NumberField
        integer
        label={t('seqStart')}
        value={made.start}
        onValueChange={(start) => start !== undefined && onChange({ ...made, start })}
      />
      <NumberField
        integer
        label={t('seqStep')}
        value={made.step}
        onValueChange={(step) => step !== undefined && onChange({ ...made, step })}
      />
      <NumberField
        integer
        min={0}
        max={20}
        label={t('seqPad')}
        value={made.pad}
        onValueChange={(pad) => pad !== undefined && onChange({ ...made, pad })}
      />
      <Field label={t('seqPrefix')}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={made.prefix}
            onChange={(event) => onChange({ ...made, prefix: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('seqSuffix')}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={made.suffix}
            onChange={(event) => onChange({ ...made, suffix: event.target.value })}
          />
        )}
      </Field>
    </Fields>
  );
}

function ReferenceFields({ made, onChange }: Way<'reference'>) {
  const { t } = useTranslation('datasets');
  return (
    <Fields>
      <Field label={t('refDataset')} hint={t('refDatasetHint')}>
        {(control) => (
          <CodeInput
            {...control}
            value={made.dataset}
            onChange={(event) => onChange({ ...made, dataset: event.target.value })}
          />
        )}
      </Field>
      <Field label={t('refColumn')}>
        {(control) => (
          <CodeInput
            {...control}
            value={made.column}
            onChange={(event) => onChange({ ...made, column: event.target.value })}
          />
        )}
      </Field>
      <label className="flex items-center gap-2 pt-7 text-[13px]">
        <Checkbox
          checked={made.isUnique}
          onCheckedChange={(next) => onChange({ ...made, isUnique: next === true })}
        />
        {t('refUnique')}
      </label>
    </Fields>
  );
}

const DISTRIBUTIONS = ['uniform', 'normal', 'lognormal', 'exponential'] as const;

function NumberFields({ made, onChange }: Way<'number'>) {
  const { t } = useTranslation('datasets');
  const figure = (key: 'min' | 'max' | 'mean' | 'standardDeviation', label: string) => (
    <NumberField
      optional
      label={label}
      min={key === 'standardDeviation' ? 0 : undefined}
      value={made[key]}
      onValueChange={(value) => onChange({ ...made, [key]: value })}
    />
  );
  return (
    <Fields>
      <Field label={t('distribution')}>
        {({ id }) => (
          <Select
            id={id}
            value={made.distribution}
            options={DISTRIBUTIONS.map((one) => ({ value: one, label: t(`dist_${one}`) }))}
            onValueChange={(distribution) => onChange({ ...made, distribution })}
          />
        )}
      </Field>
      {figure('min', t('numMin'))}
      {figure('max', t('numMax'))}
      {made.distribution !== 'uniform' && figure('mean', t('numMean'))}
      {(made.distribution === 'normal' || made.distribution === 'lognormal') &&
        figure('standardDeviation', t('numDeviation'))}
      <NumberField
        integer
        min={0}
        max={12}
        label={t('numDecimals')}
        value={made.decimals}
        onValueChange={(decimals) => decimals !== undefined && onChange({ ...made, decimals })}
      />
    </Fields>
  );
}

function DateFields({ made, onChange }: Way<'date'>) {
  const { t } = useTranslation('datasets');
  const end = (key: 'from' | 'to', label: string) => (
    <Field label={label}>
      {(control) => (
        <CodeInput
          {...control}
          placeholder="2026-01-31"
          value={made[key]}
          onChange={(event) => onChange({ ...made, [key]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Fields>
      {end('from', t('dateFrom'))}
      {end('to', t('dateTo'))}
      <Field label={t('distribution')}>
        {({ id }) => (
          <Select
            id={id}
            value={made.distribution}
            options={(['uniform', 'recent'] as const).map((one) => ({ value: one, label: t(`dist_${one}`) }))}
            onValueChange={(distribution) => onChange({ ...made, distribution })}
          />
        )}
      </Field>
      <Field label={t('dateFormat')}>
        {({ id }) => (
          <Select
            id={id}
            value={made.format}
            options={[
              { value: 'date' as const, label: t('dateFormat_date') },
              { value: 'date-time' as const, label: t('dateFormat_dateTime') },
            ]}
            onValueChange={(format) => onChange({ ...made, format })}
          />
        )}
      </Field>
    </Fields>
  );
}
