import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JsonSchema } from '#shared/contracts/models.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput, Input, Textarea } from '#renderer/ui/input.tsx';
import {
  boundsOf,
  choicesOf,
  isNullable,
  withChoices,
  withKeyword,
  withNull,
  type ColumnType,
} from './column-types.ts';
import { NumberField } from './number-field.tsx';

type ConstraintsProps = { schema: JsonSchema; type: ColumnType; onChange(schema: JsonSchema): void };

/** What a value of the column may be, as far as a form can say it. */
export function ColumnConstraints({ schema, type, onChange }: ConstraintsProps) {
  const { t } = useTranslation('datasets');
  const text = (keyword: string): string => {
    const value: unknown = schema[keyword];
    return typeof value === 'string' ? value : '';
  };
  const number = (keyword: string): number | undefined => {
    const value: unknown = schema[keyword];
    return typeof value === 'number' ? value : undefined;
  };
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label={t('columnDescription')} hint={t('columnDescriptionHint')} className="sm:col-span-2">
        {(control) => (
          <Input
            {...control}
            value={text('description')}
            onChange={(event) => onChange(withKeyword(schema, 'description', event.target.value))}
          />
        )}
      </Field>
      {type === 'choice' && <Choices schema={schema} onChange={onChange} />}
      {boundsOf(type).map((keyword) => (
        <NumberField
          key={keyword}
          optional
          integer={keyword.endsWith('Length') || keyword.endsWith('Items')}
          min={keyword.startsWith('m') && !keyword.endsWith('imum') ? 0 : undefined}
          label={t(`bound_${keyword}`)}
          value={number(keyword)}
          onValueChange={(value) => onChange(withKeyword(schema, keyword, value))}
        />
      ))}
      {type === 'text' && (
        <Field label={t('pattern')} hint={t('patternHint')} className="sm:col-span-2">
          {(control) => (
            <CodeInput
              {...control}
              value={text('pattern')}
              onChange={(event) => onChange(withKeyword(schema, 'pattern', event.target.value))}
            />
          )}
        </Field>
      )}
      {type === 'composed' || type === 'object' ? (
        <p className="text-[13px] text-muted-foreground sm:col-span-2">{t('onlyText')}</p>
      ) : (
        <label className="flex items-center gap-2 text-[13px] sm:col-span-2">
          <Checkbox
            checked={isNullable(schema)}
            onCheckedChange={(next) => onChange(withNull(schema, next === true))}
          />
          {t('nullable')}
        </label>
      )}
    </div>
  );
}

/** One in each line; an empty line is one that is about to be typed. */
function Choices({ schema, onChange }: Pick<ConstraintsProps, 'schema' | 'onChange'>) {
  const { t } = useTranslation('datasets');
  const kept = choicesOf(schema);
  const [text, setText] = useState(kept.join('\n'));
  const read = (typed: string): string[] => [
    ...new Set(
      typed
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== ''),
    ),
  ];
  const known = kept.join('\n');
  useEffect(() => setText((current) => (read(current).join('\n') === known ? current : known)), [known]);
  return (
    <Field label={t('choices')} hint={t('choicesHint')} className="sm:col-span-2">
      {(control) => (
        <Textarea
          {...control}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            onChange(withChoices(schema, read(event.target.value)));
          }}
        />
      )}
    </Field>
  );
}
