import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTest } from '#shared/contracts/connectors.ts';
import { cn } from '#renderer/lib/cn.ts';

const HINTS = ['sign_in_refused', 'unreachable', 'tls_untrusted'] as const;

/** What a test of a connection found, and what to try where it found nothing good. */
export function TestResult({ result, note }: { result: ConnectionTest; note?: string }) {
  const { t } = useTranslation('connections');
  const hint = result.ok ? undefined : HINTS.find((code) => code === result.code);
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
          <strong className="font-medium">{t(result.ok ? 'testOk' : 'testFailed')}</strong> {result.message}
        </p>
        {hint !== undefined && <p className="mt-0.5">{t(`hint_${hint}`)}</p>}
        {note !== undefined && <p className="mt-0.5">{note}</p>}
      </div>
      {result.ok && (
        <span className="shrink-0 text-xs leading-5 tabular-nums">{t('tookMs', { ms: result.tookMs })}</span>
      )}
    </div>
  );
}
