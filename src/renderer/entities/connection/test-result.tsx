import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTest } from '#shared/contracts/connectors.ts';
import { cn } from '#renderer/lib/cn.ts';
import { describeError } from '#renderer/lib/describe-error.ts';

/** What a test of a connection found. The heading is in the reader's language, the message as the host tells it. */
export function TestResult({ result, note }: { result: ConnectionTest; note?: string }) {
  const { t } = useTranslation('connections');
  const heading = (): string => {
    if (result.ok) return t('testOk');
    const { code, message } = result;
    return `${describeError(Object.assign(new Error(message), { code })).title}.`;
  };
  const Icon = result.ok ? CircleCheck : CircleAlert;
  return (
    <div
      role="status"
      className={cn(
        'flex gap-2.5 rounded-lg px-3.5 py-2.5 text-sm',
        result.ok ? 'bg-success-soft text-success-text' : 'bg-danger-soft text-danger-text',
      )}
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        <p>
          <strong className="font-medium">{heading()}</strong> {result.message}
        </p>
        {note !== undefined && <p className="mt-0.5">{note}</p>}
      </div>
      {result.ok && (
        <span className="shrink-0 text-xs leading-5 tabular-nums">{t('tookMs', { ms: result.tookMs })}</span>
      )}
    </div>
  );
}
