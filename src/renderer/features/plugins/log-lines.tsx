import { useTranslation } from 'react-i18next';
import type { PluginLogLine } from '#shared/contracts/plugins.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Spinner } from '#renderer/ui/spinner.tsx';
import { usePluginLogs } from './queries.ts';

type LogLinesProps = { name: string; jobId?: string; empty?: React.ReactNode };

/** What it said of its work, the newest first: of one run, or of all. */
export function LogLines({ name, jobId, empty }: LogLinesProps) {
  const { t } = useTranslation('plugins');
  const pages = usePluginLogs(name, jobId);
  if (pages.error) return <ErrorState error={pages.error} onRetry={pages.retry} className="py-4" />;
  if (pages.isLoading) return <Spinner />;
  if (pages.items.length === 0)
    return empty ?? <p className="text-[13px] text-muted-foreground">{t('logNoneRun')}</p>;
  return (
    <>
      <ol className="flex flex-col gap-1 font-mono text-xs leading-5">
        {numbered(pages.items).map(({ key, line }) => (
          <LogLine key={key} line={line} withDay={jobId === undefined} />
        ))}
      </ol>
      {pages.total !== undefined && pages.items.length < pages.total && (
        <Button size="xs" variant="ghost" className="mt-2" onClick={pages.loadMore}>
          {t('logMore')}
        </Button>
      )}
    </>
  );
}

type LogParts = { readonly text: string; readonly fields: readonly (readonly [string, string])[] };

/** A message may end in the fields that came with it, as JSON. */
function logParts(message: string): LogParts {
  const start = message.indexOf(' {');
  if (start === -1 || !message.endsWith('}')) return { text: message, fields: [] };
  try {
    const fields = Object.entries(JSON.parse(message.slice(start + 1)) as Record<string, unknown>);
    const plain = fields.map(
      ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    );
    return { text: message.slice(0, start), fields: plain };
  } catch {
    return { text: message, fields: [] };
  }
}

/** Lines have no id, and one may be said twice in a millisecond. They are counted from the oldest, as more come in. */
function numbered(lines: readonly PluginLogLine[]) {
  return lines.map((line, index) => ({ key: lines.length - index, line }));
}

const TONES = { info: '', warn: 'text-warning-text', error: 'text-danger-text' };

function LogLine({ line, withDay }: { line: PluginLogLine; withDay: boolean }) {
  const format = useFormat();
  const { text, fields } = logParts(line.message);
  const at = new Date(line.at);
  const time = at.toLocaleTimeString(format.locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return (
    <li className="flex gap-3">
      <time dateTime={at.toISOString()} className="shrink-0 text-muted-foreground tabular-nums">
        {withDay ? format.instant(line.at) : time}
      </time>
      <span dir="auto" className={cn('min-w-0 wrap-anywhere', TONES[line.level])}>
        {line.level !== 'info' && <strong className="font-semibold">{line.level.toUpperCase()} </strong>}
        {text}
        {fields.length > 0 && (
          <span className="text-muted-foreground">
            {fields.map(([name, value]) => `  ${name} ${value}`).join(',')}
          </span>
        )}
      </span>
    </li>
  );
}
