import { useTranslation } from 'react-i18next';
import type { DatasetCheck } from '#shared/contracts/dataset-spec.ts';
import { MultiCombobox } from '#renderer/ui/combobox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input, Textarea } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { NumberField } from './number-field.tsx';

type CheckFieldsProps = {
  check: DatasetCheck;
  columns: readonly string[];
  onChange(check: DatasetCheck): void;
};

/** The fields that a check of this kind has. */
export function CheckFields({ check, columns, onChange }: CheckFieldsProps) {
  const { t } = useTranslation('datasets');
  return (
    <div className="grid items-start gap-4 sm:grid-cols-3">
      {'column' in check && (
        <ColumnField
          value={check.column}
          columns={columns}
          onValueChange={(column) => onChange({ ...check, column })}
        />
      )}
      {check.kind === 'regex' && (
        <Field label={t('pattern')} className="sm:col-span-2">
          {(control) => (
            <CodeInput
              {...control}
              value={check.pattern}
              onChange={(event) => onChange({ ...check, pattern: event.target.value })}
            />
          )}
        </Field>
      )}
      {(check.kind === 'range' || check.kind === 'length') && <Bounds check={check} onChange={onChange} />}
      {(check.kind === 'unique' || check.kind === 'pii') && (
        <ColumnsField
          values={check.columns}
          columns={columns}
          onValuesChange={(next) =>
            (check.kind === 'pii' || next.length > 0) && onChange({ ...check, columns: next })
          }
        />
      )}
      {check.kind === 'code' && (
        <Field label={t('code')} hint={t('checkCodeHint')} className="sm:col-span-3">
          {(control) => (
            <Textarea
              {...control}
              dir="ltr"
              spellCheck={false}
              value={check.code}
              onChange={(event) => onChange({ ...check, code: event.target.value })}
              className="font-mono text-[13px]"
            />
          )}
        </Field>
      )}
      {check.kind === 'judge' && <JudgeFields check={check} onChange={onChange} />}
    </div>
  );
}

type Of<K extends DatasetCheck['kind']> = {
  check: Extract<DatasetCheck, { kind: K }>;
  onChange(check: DatasetCheck): void;
};

function Bounds({ check, onChange }: Of<'range' | 'length'>) {
  const { t } = useTranslation('datasets');
  const isLength = check.kind === 'length';
  const bound = (key: 'min' | 'max', label: string) => (
    <NumberField
      optional
      integer={isLength}
      min={isLength ? 0 : undefined}
      label={label}
      value={check[key]}
      onValueChange={(value) => onChange({ ...check, [key]: value })}
    />
  );
  return (
    <>
      {bound('min', t('numMin'))}
      {bound('max', t('numMax'))}
    </>
  );
}

function JudgeFields({ check, onChange }: Of<'judge'>) {
  const { t } = useTranslation('datasets');
  return (
    <>
      <Field label={t('checkName')}>
        {(control) => (
          <Input
            {...control}
            maxLength={100}
            value={check.name}
            onChange={(event) => onChange({ ...check, name: event.target.value })}
          />
        )}
      </Field>
      <NumberField
        min={1}
        max={5}
        label={t('checkMinScore')}
        value={check.minScore}
        onValueChange={(minScore) => minScore !== undefined && onChange({ ...check, minScore })}
      />
      <Field label={t('checkRubric')} hint={t('checkRubricHint')} className="sm:col-span-3">
        {(control) => (
          <Textarea
            {...control}
            value={check.rubric}
            onChange={(event) => onChange({ ...check, rubric: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

type ColumnFieldProps = { value: string; columns: readonly string[]; onValueChange(column: string): void };

function ColumnField({ value, columns, onValueChange }: ColumnFieldProps) {
  const { t } = useTranslation('datasets');
  const names = columns.includes(value) ? columns : [value, ...columns];
  return (
    <Field label={t('checkColumn')}>
      {({ id }) => (
        <Select
          id={id}
          value={value}
          options={names.map((name) => ({ value: name, label: name }))}
          onValueChange={onValueChange}
        />
      )}
    </Field>
  );
}

type ColumnsFieldProps = {
  values: readonly string[];
  columns: readonly string[];
  onValuesChange(columns: string[]): void;
};

export function ColumnsField({ values, columns, onValuesChange }: ColumnsFieldProps) {
  const { t } = useTranslation('datasets');
  const names = [...new Set([...columns, ...values])];
  return (
    <Field label={t('checkColumns')} className="sm:col-span-2">
      {({ id }) => (
        <MultiCombobox
          id={id}
          label={t('checkColumns')}
          placeholder={t(values.length === 0 ? 'checkAllColumns' : 'addColumn')}
          values={values}
          options={names.map((name) => ({ value: name, label: name }))}
          onValuesChange={onValuesChange}
        />
      )}
    </Field>
  );
}
