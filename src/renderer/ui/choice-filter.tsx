import type { ReactNode } from 'react';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';

type ChoiceFilterProps = {
  label: string;
  icon: ReactNode;
  noneLabel: string;
  value: string | undefined;
  options: readonly PickerOption[];
  onChange(value: string | undefined): void;
};

/** A chip that opens the choices of one filter, and shows the one that is chosen. */
export function ChoiceFilter({ label, icon, noneLabel, value, options, onChange }: ChoiceFilterProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Combobox
      label={label}
      value={value ?? null}
      options={options}
      noneLabel={noneLabel}
      onValueChange={(next) => onChange(next ?? undefined)}
      trigger={<FilterChip label={label} icon={icon} value={chosen?.label} />}
    />
  );
}
