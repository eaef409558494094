import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { TASK_PRIORITIES, TASK_STATUSES } from '#shared/contracts/choices.ts';
import { useClientOptions, useProjectOptions } from '../task/project-options.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import type { FieldControlProps } from '#renderer/ui/field.tsx';
import { Input, Textarea } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import type { EditableField } from './edited-input.ts';

type ValueFieldProps = {
  field: EditableField;
  control: FieldControlProps;
  label: string;
  value: unknown;
  onValueChange(value: unknown): void;
};

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** One value of a proposal's input, filled in the way such values are filled in everywhere. */
export function ValueField(props: ValueFieldProps) {
  const { field, control, label, value, onValueChange } = props;
  switch (field.control) {
    case 'long':
      return (
        <Textarea
          {...control}
          value={textOf(value)}
          onChange={(event) => onValueChange(event.target.value)}
          className="max-h-60"
        />
      );
    case 'date':
      return (
        <DatePicker id={control.id} label={label} value={textOrNull(value)} onValueChange={onValueChange} />
      );
    case 'time':
      return (
        <Input
          {...control}
          type="time"
          value={textOf(value)}
          onChange={(event) => onValueChange(event.target.value === '' ? null : event.target.value)}
        />
      );
    case 'number':
      return <NumberField {...props} />;
    case 'flag':
      return <Switch {...control} checked={value === true} onCheckedChange={onValueChange} />;
    case 'tags':
      return <TagsField {...props} />;
    case 'priority':
    case 'status':
      return <ChoiceField {...props} />;
    case 'project':
    case 'client':
      return <PlaceField {...props} />;
    default:
      return (
        <Input {...control} value={textOf(value)} onChange={(event) => onValueChange(event.target.value)} />
      );
  }
}

function NumberField({ field, control, value, onValueChange }: ValueFieldProps) {
  return (
    <Input
      {...control}
      type="number"
      step={1}
      min={field.name === 'days' ? undefined : 0}
      required={!field.isOptional}
      value={typeof value === 'number' ? String(value) : ''}
      onChange={(event) =>
        onValueChange(event.target.value === '' ? null : Math.trunc(Number(event.target.value)))
      }
    />
  );
}

function TagsField({ control, value, onValueChange }: ValueFieldProps) {
  const [text, setText] = useState(() =>
    Array.isArray(value) ? value.filter((one) => typeof one === 'string').join(' ') : '',
  );
  return (
    <Input
      {...control}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        const tags = event.target.value.split(/[\s,]+/).map((tag) => tag.replace(/^#+/, ''));
        onValueChange([...new Set(tags.filter((tag) => tag !== ''))]);
      }}
    />
  );
}

function ChoiceField({ field, control, value, onValueChange }: ValueFieldProps) {
  const { t } = useTranslation();
  const options =
    field.control === 'priority'
      ? TASK_PRIORITIES.map((one) => ({ value: one, label: t(`priority_${one}`) }))
      : TASK_STATUSES.map((one) => ({ value: one, label: t(`status_${one}`) }));
  return (
    <Select
      {...control}
      value={textOf(value) || (field.control === 'priority' ? 'none' : undefined)}
      onValueChange={onValueChange}
      options={options}
    />
  );
}

function PlaceField({ field, control, label, value, onValueChange }: ValueFieldProps) {
  const { t } = useTranslation('inbox');
  const isProject = field.control === 'project';
  const projects = useProjectOptions(isProject);
  const clients = useClientOptions(!isProject);
  const { options, isLoading } = isProject ? projects : clients;
  const none = t(isProject ? 'noProject' : 'noClient');
  return (
    <Combobox
      id={control.id}
      label={label}
      value={textOrNull(value)}
      options={options}
      loading={isLoading}
      placeholder={none}
      noneLabel={none}
      onValueChange={onValueChange}
    />
  );
}
