import { Search, X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';

export const FIELD_STYLES =
  'w-full min-w-0 rounded-lg border border-border bg-field text-sm text-foreground transition-colors field-ring hover:border-control disabled:opacity-60 aria-invalid:border-danger';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input dir="auto" autoComplete="off" className={cn(FIELD_STYLES, 'h-9 px-3', className)} {...props} />
  );
}

/** For what is no prose: addresses, paths, names of users. */
export function CodeInput(props: ComponentProps<'input'>) {
  return <Input dir="ltr" spellCheck={false} autoCapitalize="off" {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<'textarea'>) {
  return (
    <textarea
      dir="auto"
      className={cn(
        FIELD_STYLES,
        'field-sizing-content min-h-20 resize-none px-3 py-2 leading-relaxed',
        className,
      )}
      {...props}
    />
  );
}

type SearchInputProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'type'> & {
  label: string;
  value: string;
  onValueChange(value: string): void;
};

/** A filter field with a magnifier; Escape empties it first and leaves it second. */
export function SearchInput({ label, value, onValueChange, className, ...props }: SearchInputProps) {
  const { t } = useTranslation();
  return (
    <div className={cn('relative', className)}>
      <Search
        aria-hidden
        className="pointer-events-none absolute start-2.5 top-2.5 size-4 text-subtle-foreground"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onValueChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (value === '') event.currentTarget.blur();
          else onValueChange('');
        }}
        className="ps-8.5 pe-8 [&::-webkit-search-cancel-button]:hidden"
        {...props}
      />
      {value !== '' && (
        <button
          type="button"
          aria-label={t('clear')}
          onClick={() => onValueChange('')}
          className="absolute end-1.5 top-1.5 grid size-6 place-items-center rounded-md text-muted-foreground hover:bg-accent"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      )}
    </div>
  );
}
