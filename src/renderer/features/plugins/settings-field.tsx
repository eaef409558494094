import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { SettingsField } from '#shared/contracts/plugin-manifest.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { Field, type FieldControlProps } from '#renderer/ui/field.tsx';
import { Input, Textarea } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import type { Problem, SettingsDraft } from './settings-check.ts';

type Value = SettingsDraft[string];
type FieldProps<F extends SettingsField = SettingsField> = {
  name: string;
  field: F;
  value: Value;
  onValueChange(value: Value): void;
  problem: Problem | undefined;
  isRequired: boolean;
};

/** One setting as its schema describes it. */
export function SettingsFieldControl(props: FieldProps) {
  const { name, field, value, onValueChange, problem, isRequired } = props;
  const { t } = useTranslation('plugins');
  const format = useFormat();
  const label = field.title ?? name;
  if (field.type === 'boolean')
    return <SwitchField {...props} label={label} isOn={value === true} description={field.description} />;
  if (field.type === 'array' && field.items.enum !== undefined)
    return <CheckField {...props} label={label} choices={field.items.enum} />;
  const limit = problem?.limit === undefined ? '' : format.number(problem.limit);
  const isList = field.type === 'array';
  return (
    <Field
      label={label}
      hint={[field.description, isList ? t('listHint') : undefined].filter(Boolean).join(' ') || undefined}
      error={problem && t(`invalid_${problem.code}`, { limit })}
      optional={!isRequired && field.type === 'string' && field.default === undefined}
    >
      {(control) =>
        isList ? (
          <ListControl control={control} value={value} onValueChange={onValueChange} />
        ) : (
          <TextControl control={control} field={field} value={String(value)} onValueChange={onValueChange} />
        )
      }
    </Field>
  );
}

type TextControlProps = {
  control: FieldControlProps;
  field: Extract<SettingsField, { type: 'string' | 'number' | 'integer' }>;
  value: string;
  onValueChange(value: Value): void;
};

const INPUT_TYPES = { email: 'email', uri: 'url', date: 'date', time: 'time' } as const;

function TextControl({ control, field, value, onValueChange }: TextControlProps) {
  const { t } = useTranslation('plugins');
  if (field.type !== 'string')
    return (
      <Input
        {...control}
        inputMode={field.type === 'integer' ? 'numeric' : 'decimal'}
        className="w-32"
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
      />
    );
  if (field.enum !== undefined)
    return (
      <Select
        id={control.id}
        className="w-64"
        placeholder={t('noChoice')}
        value={value}
        onValueChange={onValueChange}
        options={field.enum.map((choice) => ({ value: choice, label: choice }))}
      />
    );
  if (field.format === 'multiline')
    return <Textarea {...control} value={value} onChange={(event) => onValueChange(event.target.value)} />;
  const type = field.format === undefined ? 'text' : INPUT_TYPES[field.format];
  return (
    <Input
      {...control}
      type={type}
      className={type === 'date' || type === 'time' ? 'w-44' : undefined}
      value={value}
      onChange={(event) => onValueChange(event.target.value)}
    />
  );
}

type ListControlProps = { control: FieldControlProps; value: Value; onValueChange(value: Value): void };

/** One entry a line. Empty lines count for nothing, and stay while one types. */
function ListControl({ control, value, onValueChange }: ListControlProps) {
  const lines = Array.isArray(value) ? value : [];
  return (
    <Textarea
      {...control}
      rows={3}
      defaultValue={lines.join('\n')}
      onChange={(event) =>
        onValueChange(
          event.target.value
            .split('\n')
            .map((line) => line.trim())
            .filter(Boolean),
        )
      }
    />
  );
}

type SwitchFieldProps = FieldProps & { label: string; isOn: boolean; description: string | undefined };

function SwitchField({ label, isOn, description, onValueChange }: SwitchFieldProps) {
  const id = useId();
  return (
    <div className="flex items-start justify-between gap-6">
      <div>
        <label htmlFor={id} className="text-[13px] font-medium">
          {label}
        </label>
        {description !== undefined && (
          <p id={`${id}-note`} className="mt-0.5 text-xs text-muted-foreground">
            {description}
          </p>
        )}
      </div>
      <Switch
        id={id}
        aria-describedby={description === undefined ? undefined : `${id}-note`}
        checked={isOn}
        onCheckedChange={onValueChange}
      />
    </div>
  );
}

type CheckFieldProps = FieldProps & { label: string; choices: readonly string[] };

function CheckField({ label, choices, field, value, onValueChange }: CheckFieldProps) {
  const id = useId();
  const chosen = Array.isArray(value) ? value : [];
  return (
    <div role="group" aria-labelledby={id} aria-describedby={`${id}-note`}>
      <p id={id} className="text-[13px] font-medium">
        {label}
      </p>
      <p id={`${id}-note`} className="text-xs text-muted-foreground empty:hidden">
        {field.description}
      </p>
      <ul className="mt-1.5 grid gap-x-6 sm:grid-cols-2">
        {choices.map((choice) => (
          <li key={choice}>
            <label className="flex min-h-8 items-center gap-2.5 text-sm">
              <Checkbox
                checked={chosen.includes(choice)}
                onCheckedChange={(checked) =>
                  onValueChange(
                    choices.filter((one) => (one === choice ? checked === true : chosen.includes(one))),
                  )
                }
              />
              {choice}
            </label>
          </li>
        ))}
      </ul>
    </div>
  );
}
