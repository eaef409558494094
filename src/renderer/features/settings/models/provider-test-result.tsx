import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProviderTest } from '#shared/contracts/models.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useFindingWords } from './finding-words.ts';

/** Step by step, until the first that does not work. */
export function ProviderTestResult({ result }: { result: ProviderTest }) {
  const { t } = useTranslation('models');
  const format = useFormat();
  const wordsOf = useFindingWords();
  return (
    <div
      role="status"
      className={cn(
        'rounded-lg px-3.5 py-2.5 text-[13px] leading-snug',
        result.isOk ? 'bg-success-soft text-success-text' : 'bg-danger-soft text-danger-text',
      )}
    >
      <p className="flex items-baseline gap-3 font-medium">
        <span className="flex-1">{t(result.isOk ? 'testOk' : 'testFailed')}</span>
        <span className="text-xs font-normal tabular-nums">
          {t('tookMs', { ms: format.number(result.durationMs) })}
        </span>
      </p>
      <ol className="mt-1.5 flex flex-col gap-1">
        {result.steps.map(({ step, isOk, found }) => {
          const Icon = isOk ? CircleCheck : CircleAlert;
          return (
            <li key={step} className="flex gap-2">
              <Icon aria-label={t(isOk ? 'stepOk' : 'stepFailed')} className="mt-px size-4 shrink-0" />
              <span className="min-w-0 wrap-anywhere">
                <span className="font-medium">{t(`step_${step}`)}.</span> {wordsOf(found)}
              </span>
            </li>
          );
        })}
      </ol>
    </div>
  );
}
