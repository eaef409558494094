import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { Field } from '#renderer/ui/field.tsx';
import { Textarea } from '#renderer/ui/input.tsx';

type CertificateFieldProps = { value: string; onValueChange(value: string): void };

/** Out of the way: almost nobody needs it. Open where there is one. */
export function CertificateField({ value, onValueChange }: CertificateFieldProps) {
  const { t } = useTranslation('connections');
  const [isOpen, setIsOpen] = useState(value !== '');
  return (
    <div className="flex flex-col gap-3">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
        className="-ms-1 flex w-fit items-center gap-1 rounded-md px-1 py-0.5 text-[13px] text-muted-foreground hover:text-foreground"
      >
        <ChevronRight
          aria-hidden
          className={cn('size-4 transition-transform rtl:-scale-x-100', isOpen && 'rotate-90')}
        />
        {t('advanced')}
      </button>
      {isOpen && (
        <Field label={t('certificate')} hint={t('certificateHint')}>
          {(control) => (
            <Textarea
              {...control}
              dir="ltr"
              spellCheck={false}
              rows={4}
              placeholder="-----BEGIN CERTIFICATE-----"
              value={value}
              onChange={(event) => onValueChange(event.target.value)}
              className="max-h-48 font-mono text-xs"
            />
          )}
        </Field>
      )}
    </div>
  );
}
