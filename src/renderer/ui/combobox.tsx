import { ChevronDown, Plus, X } from 'lucide-react';
import { useMemo, useState, type ReactElement, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { FIELD_STYLES } from './input.tsx';
import { PickerList, type PickerOption } from './picker-list.tsx';
import { Popover, PopoverContent, PopoverTrigger } from './popover.tsx';

export type ComboboxProps = {
  value: string | null;
  onValueChange(value: string | null): void;
  options: readonly PickerOption[];
  /** What is chosen here: the name of the field. */
  label: string;
  placeholder?: string;
  /** Offers to make a new one from the typed text. */
  onCreate?(name: string): void;
  /** Adds a first row that empties the choice. */
  noneLabel?: string;
  loading?: boolean;
  id?: string;
  variant?: 'field' | 'ghost';
  /** Replaces the trigger, e.g. by a chip in a row. It must be a button. */
  trigger?: ReactElement;
  open?: boolean;
  onOpenChange?(open: boolean): void;
  className?: string;
};

const TRIGGERS = {
  field: cn(FIELD_STYLES, 'h-9 px-3'),
  ghost: 'h-8 rounded-md px-2 text-sm hover:bg-accent data-[state=open]:bg-accent',
};

/** One of many, found by typing: clients, projects, templates. */
export function Combobox(props: ComboboxProps) {
  const { value, onValueChange, options, label, placeholder, onCreate, noneLabel, variant = 'field' } = props;
  const [ownOpen, setOwnOpen] = useState(false);
  const open = props.open ?? ownOpen;
  const setOpen = props.onOpenChange ?? setOwnOpen;
  const chosen = options.find((option) => option.value === value);
  const all = useMemo(
    () =>
      noneLabel === undefined
        ? options
        : [{ value: '', label: noneLabel, icon: <X aria-hidden /> }, ...options],
    [options, noneLabel],
  );
  const choose = (next: string): void => {
    onValueChange(next === '' ? null : next);
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        {props.trigger ?? (
          <button
            type="button"
            id={props.id}
            aria-label={
              props.id === undefined ? `${label}: ${chosen?.label ?? placeholder ?? ''}` : undefined
            }
            className={cn(
              'flex items-center justify-between gap-2 text-start',
              TRIGGERS[variant],
              props.className,
            )}
          >
            <span className={cn('flex min-w-0 items-center gap-2', !chosen && 'text-subtle-foreground')}>
              {chosen?.icon}
              <span className="truncate">{chosen?.label ?? placeholder}</span>
            </span>
            {variant === 'field' && (
              <ChevronDown aria-hidden className="size-4 shrink-0 text-muted-foreground" />
            )}
          </button>
        )}
      </PopoverTrigger>
      <PopoverContent aria-label={label} className="w-72 p-0">
        <PickerList
          label={label}
          options={all}
          selected={value === null ? [] : [value]}
          loading={props.loading}
          onPick={choose}
          onCreate={
            onCreate &&
            ((name) => {
              onCreate(name);
              setOpen(false);
            })
          }
        />
      </PopoverContent>
    </Popover>
  );
}

export type MultiComboboxProps = {
  values: readonly string[];
  onValuesChange(values: string[]): void;
  options: readonly PickerOption[];
  label: string;
  placeholder?: string;
  onCreate?(name: string): void;
  loading?: boolean;
  id?: string;
  /** How a chosen value is shown; its label in a quiet chip without it. */
  renderChip?(option: PickerOption, remove: () => void): ReactNode;
  trigger?: ReactElement;
  className?: string;
};

/** Any number of many: tags, filters, evidence links. It stays open while choosing. */
export function MultiCombobox(props: MultiComboboxProps) {
  const { values, onValuesChange, options, label, placeholder, onCreate, renderChip } = props;
  const { t } = useTranslation();
  const toggle = (value: string): void =>
    onValuesChange(values.includes(value) ? values.filter((other) => other !== value) : [...values, value]);
  const chosen = values.map(
    (value) => options.find((option) => option.value === value) ?? { value, label: value },
  );
  const plainChip = (option: PickerOption, remove: () => void): ReactNode => (
    <span className="inline-flex h-6 items-center gap-1 rounded-md bg-muted ps-2 pe-1 text-xs">
      {option.label}
      <button
        type="button"
        aria-label={t('removeNamed', { name: option.label })}
        onClick={remove}
        className="grid size-4 place-items-center rounded-sm hover:bg-accent"
      >
        <X aria-hidden className="size-3" />
      </button>
    </span>
  );
  return (
    <div className={cn('flex flex-wrap items-center gap-1.5', props.className)}>
      {props.trigger === undefined &&
        chosen.map((option) => (
          <span key={option.value} className="contents">
            {(renderChip ?? plainChip)(option, () => toggle(option.value))}
          </span>
        ))}
      <Popover>
        <PopoverTrigger asChild>
          {props.trigger ?? (
            <button
              type="button"
              id={props.id}
              // What is read out holds what is seen.
              aria-label={
                placeholder === undefined || placeholder === label ? label : `${label}: ${placeholder}`
              }
              className="inline-flex h-7 items-center gap-1 rounded-md px-1.5 text-[13px] text-muted-foreground hover:bg-accent hover:text-foreground"
            >
              <Plus aria-hidden className="size-3.5" />
              {placeholder ?? label}
            </button>
          )}
        </PopoverTrigger>
        <PopoverContent aria-label={label} className="w-64 p-0">
          <PickerList
            multiple
            label={label}
            options={options}
            selected={values}
            loading={props.loading}
            onPick={toggle}
            onCreate={onCreate}
          />
        </PopoverContent>
      </Popover>
    </div>
  );
}
