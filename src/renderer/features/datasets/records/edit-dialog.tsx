import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { Field, type FieldControlProps } from '#renderer/ui/field.tsx';
import { Input, Textarea } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { columnsOf } from './columns-of.ts';
import type { RecordActions } from './record-queries.ts';
import { fieldOf, fieldText, fieldValue, valueOf, type ValueField } from './value-fields.ts';

type EditDialogProps = {
  spec: DatasetSpec;
  record: DatasetRecord;
  edit: RecordActions['edit'];
  onClose(): void;
};

/** A record's columns as fields; what the schema does not allow is refused with the reason, and stays typed. */
export function EditDialog({ spec, record, edit, onClose }: EditDialogProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const form = useId();
  const value = record.value ?? {};
  const columns = [...new Set([...columnsOf(spec), ...Object.keys(value)])];
  const fields = columns.map((column) => ({ column, field: fieldOf(spec.schema, column, value[column]) }));
  const [texts, setTexts] = useState(() =>
    Object.fromEntries(fields.map(({ column, field }) => [column, fieldText(field, value[column])])),
  );
  const [broken, setBroken] = useState<string>();
  const save = (): void => {
    const entries: [string, unknown][] = [];
    for (const { column, field } of fields) {
      const text = texts[column] ?? '';
      try {
        const isAbsent = text === '' && value[column] === undefined;
        entries.push([column, isAbsent ? undefined : fieldValue(field, text)]);
      } catch {
        setBroken(column);
        return;
      }
    }
    setBroken(undefined);
    edit.mutate({ number: record.number, value: valueOf(entries) }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="lg"
      title={t('editTitle', { number: format.number(record.number + 1) })}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button variant="primary" type="submit" form={form} busy={edit.isPending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {edit.error && <Banner tone="danger">{describeError(edit.error).message}</Banner>}
        {fields.map(({ column, field }) => (
          <Field
            key={column}
            label={column}
            error={broken === column ? t(field.kind === 'number' ? 'notANumber' : 'notJson') : undefined}
          >
            {(control) => (
              <ValueControl
                control={control}
                field={field}
                text={texts[column] ?? ''}
                onText={(text) => setTexts((all) => ({ ...all, [column]: text }))}
              />
            )}
          </Field>
        ))}
      </form>
    </Dialog>
  );
}

type ControlProps = {
  control: FieldControlProps;
  field: ValueField;
  text: string;
  onText(text: string): void;
};

function ValueControl({ control, field, text, onText }: ControlProps) {
  const { t } = useTranslation('datasetPage');
  if (field.kind === 'choice' || field.kind === 'flag') {
    const choices = field.kind === 'choice' ? field.choices : ['true', 'false'];
    const label = (value: string): string =>
      field.kind === 'choice' ? value : t(value === 'true' ? 'yes' : 'no');
    return (
      <Select
        id={control.id}
        value={text}
        onValueChange={onText}
        options={choices.map((value) => ({ value, label: label(value) }))}
      />
    );
  }
  if (field.kind === 'number') {
    return (
      <Input
        {...control}
        inputMode="decimal"
        className="max-w-60 tabular-nums"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    );
  }
  return (
    <Textarea
      {...control}
      spellCheck={field.kind === 'text'}
      className={field.kind === 'json' ? 'font-mono text-[13px]' : 'min-h-9'}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
}
