import { Check, Copy, Printer } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toastError } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';

/** The twelve words, numbered, to be written down. Printing prints them and nothing else. */
export function RecoveryWords({ phrase }: { phrase: string }) {
  const { t } = useTranslation('onboarding');
  const [isCopied, setIsCopied] = useState(false);
  const words = phrase.split(' ').map((word, index) => ({ place: index + 1, word }));
  const copy = (): void => {
    navigator.clipboard.writeText(phrase).then(() => setIsCopied(true), toastError);
  };
  return (
    <div data-print="only">
      <p className="mb-3 hidden text-sm print:block">{t('recoveryPrintTitle')}</p>
      <ol
        aria-label={t('recoveryWordsLabel')}
        className="grid grid-cols-2 gap-2 sm:grid-cols-3 print:grid-cols-3"
      >
        {words.map(({ place, word }) => (
          <li
            key={place}
            className="flex items-baseline gap-2.5 rounded-lg border border-border-subtle bg-field px-3 py-2"
          >
            <span aria-hidden className="w-4 text-end text-xs text-subtle-foreground tabular-nums">
              {place}
            </span>
            <span dir="ltr" translate="no" className="font-medium tracking-[0.2px]">
              {word}
            </span>
          </li>
        ))}
      </ol>
      <div className="mt-3 flex gap-1 print:hidden">
        <Button
          variant="ghost"
          size="sm"
          icon={isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          onClick={copy}
        >
          {t(isCopied ? 'copied' : 'copyWords')}
        </Button>
        <Button variant="ghost" size="sm" icon={<Printer aria-hidden />} onClick={() => window.print()}>
          {t('printWords')}
        </Button>
        <span role="status" className="sr-only">
          {isCopied && t('copied')}
        </span>
      </div>
    </div>
  );
}
