import { X } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Page } from '#renderer/ui/page-header.tsx';

const STEPS = 4;

type StepFrameProps = {
  step: 'place' | 'words' | 'confirm' | 'typed' | 'first';
  /** From 1. */
  number: number;
  /** Left out where there is nothing to leave any more. */
  onClose?: (() => void) | undefined;
  children: ReactNode;
};

/** One question at a time, and how many there are. */
export function StepFrame({ step, number, onClose, children }: StepFrameProps) {
  const { t } = useTranslation('backup');
  const title = t(`step_${step}`);
  useWindowTitle(title);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    // The next question is read out; a step with a field of its own has taken the focus already.
    const isFieldFocused = document.activeElement?.matches('input') === true;
    if (shown.current !== step && !isFieldFocused) heading.current?.focus();
    shown.current = step;
  }, [step]);
  return (
    <Page>
      <div className="mx-auto w-full max-w-2xl px-8 pt-8">
        <div className="flex items-center gap-4">
          <p className="text-meta">{t('stepOf', { number, of: STEPS })}</p>
          <div aria-hidden className="flex flex-1 gap-1.5">
            {Array.from({ length: STEPS }, (_, index) => (
              <span
                key={index}
                className={cn(
                  'h-1 flex-1 rounded-full transition-colors',
                  index < number ? 'bg-primary' : 'bg-accent',
                )}
              />
            ))}
          </div>
          {onClose && (
            <IconButton label={t('leaveSetUp')} onClick={onClose}>
              <X aria-hidden />
            </IconButton>
          )}
        </div>
        <div key={step} className="animate-page">
          <h1
            ref={heading}
            tabIndex={-1}
            className="mt-7 text-[26px] leading-8 font-semibold outline-none print:hidden"
          >
            {title}
          </h1>
          <p className="mt-2 mb-7 text-[15px] leading-relaxed text-muted-foreground print:hidden">
            {t(`step_${step}Text`)}
          </p>
          {children}
        </div>
      </div>
    </Page>
  );
}
