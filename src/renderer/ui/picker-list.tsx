import { Command } from 'cmdk';
import { Check, Plus } from 'lucide-react';
import { useDeferredValue, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { MENU_ITEM } from './menu-styles.ts';
import { rankByQuery } from './rank-by-query.ts';
import { Spinner } from './spinner.tsx';

export type PickerOption = {
  readonly value: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** A quiet word at the end of the row, such as the client of a project. */
  readonly hint?: string;
  readonly keywords?: readonly string[];
};

/** A workspace can have thousands; nobody scrolls past this many, they type. */
const SHOWN_OPTIONS = 80;

type PickerListProps = {
  label: string;
  options: readonly PickerOption[];
  selected: readonly string[];
  multiple?: boolean;
  loading?: boolean;
  onPick(value: string): void;
  onCreate?(name: string): void;
};

/** The inside of a combobox: a field, and what matches it. */
export function PickerList({
  label,
  options,
  selected,
  multiple,
  loading,
  onPick,
  onCreate,
}: PickerListProps) {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const deferred = useDeferredValue(query.trim());
  const matches = useMemo(() => rankByQuery(options, deferred).slice(0, SHOWN_OPTIONS), [options, deferred]);
  const name = query.trim();
  const isNew = name !== '' && !options.some((option) => option.label.toLowerCase() === name.toLowerCase());
  const create = (): void => {
    onCreate?.(name);
    setQuery('');
  };
  return (
    <Command shouldFilter={false} loop label={label} className="flex max-h-80 flex-col">
      <Command.Input
        value={query}
        onValueChange={setQuery}
        placeholder={label}
        className="h-10 w-full shrink-0 rounded-t-xl border-b border-border-subtle bg-transparent px-3 text-sm outline-none"
      />
      <Command.List className="min-h-0 flex-1 overflow-y-auto p-1" aria-multiselectable={multiple}>
        {loading === true && (
          <Command.Loading>
            <span className="flex h-9 items-center gap-2 px-2 text-meta">
              <Spinner /> {t('loading')}
            </span>
          </Command.Loading>
        )}
        {matches.map((option) => {
          const isSelected = selected.includes(option.value);
          return (
            <Command.Item
              key={option.value}
              value={option.value}
              onSelect={() => onPick(option.value)}
              className={MENU_ITEM}
            >
              {option.icon}
              <span className="min-w-0 flex-1 truncate">{option.label}</span>
              {option.hint !== undefined && (
                <span className="max-w-28 truncate text-meta">{option.hint}</span>
              )}
              <Check aria-hidden className={cn(!isSelected && 'invisible')} />
              {isSelected && <span className="sr-only">✓</span>}
            </Command.Item>
          );
        })}
        {onCreate && isNew && (
          <Command.Item value={`create ${name}`} onSelect={create} className={MENU_ITEM}>
            <Plus aria-hidden />
            <span className="truncate">{t('createNamed', { name })}</span>
          </Command.Item>
        )}
        {!loading && matches.length === 0 && !(onCreate && isNew) && (
          <p className="px-2 py-4 text-center text-meta">{t('noMatches')}</p>
        )}
      </Command.List>
    </Command>
  );
}
