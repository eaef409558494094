import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { moneyText, parseMoney } from './money.ts';

type MoneyFieldProps = {
  label: string;
  minor: number | null;
  currency: string;
  placeholder?: string;
  onChange(minor: number | null): void;
  onCurrencyChange(currency: string): void;
};

const USUAL = ['EUR', 'USD', 'GBP', 'CHF'];

/** ISO codes with their names, the usual ones first. */
function useCurrencyOptions() {
  const { locale } = useFormat();
  return useMemo(() => {
    const names = new Intl.DisplayNames(locale, { type: 'currency' });
    const codes = new Set([...USUAL, ...Intl.supportedValuesOf('currency')]);
    return [...codes].map((value) => ({
      value,
      label: value,
      hint: names.of(value),
      keywords: [names.of(value) ?? ''],
    }));
  }, [locale]);
}

/** An amount and its currency. Saved on Enter or when it is left; what can't be read is put back. */
export function MoneyField({
  label,
  minor,
  currency,
  placeholder,
  onChange,
  onCurrencyChange,
}: MoneyFieldProps) {
  const { t } = useTranslation('clients');
  const { locale } = useFormat();
  const noteId = useId();
  const currencies = useCurrencyOptions();
  const [draft, setDraft] = useState<string>();
  const parsed = draft === undefined ? minor : draft.trim() === '' ? null : parseMoney(draft, currency);
  const save = (): void => {
    setDraft(undefined);
    if (draft !== undefined && parsed !== undefined && parsed !== minor) onChange(parsed);
  };
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-1">
      <div className="flex gap-1.5">
        <Input
          aria-label={label}
          aria-invalid={parsed === undefined || undefined}
          aria-describedby={parsed === undefined ? noteId : undefined}
          inputMode="decimal"
          placeholder={placeholder}
          value={draft ?? (minor === null ? '' : moneyText(minor, currency, locale))}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={save}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && draft !== undefined) {
              event.stopPropagation();
              setDraft(undefined);
            }
            if (event.key === 'Enter') save();
          }}
          className="h-8 border-transparent bg-transparent px-2 tabular-nums focus:bg-field"
        />
        <Combobox
          label={t('currency')}
          value={currency}
          options={currencies}
          onValueChange={(next) => next !== null && onCurrencyChange(next)}
          variant="ghost"
          className="shrink-0 text-meta"
        />
      </div>
      {parsed === undefined && (
        <p id={noteId} className="text-xs text-danger-text">
          {t('notAnAmount')}
        </p>
      )}
    </div>
  );
}
