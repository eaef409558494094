import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '#shared/contracts/changes.ts';
import type { TaskDetail } from '#shared/contracts/tasks.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useHistoryWords } from './history-words.ts';
import { useTaskHistory } from './panel-queries.ts';

/** What has happened to the task, newest first, in words. Loaded when it is opened. */
export function History({ task }: { task: TaskDetail }) {
  const { t } = useTranslation('tasks');
  const [isOpen, setOpen] = useState(false);
  const { data, error, isPending, refetch } = useTaskHistory(task.id, isOpen);
  return (
    <section className="mt-6">
      <h3>
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className="-ms-1 flex h-8 items-center gap-1 rounded-md px-1 text-[13px] font-semibold tracking-[-0.1px] text-muted-foreground hover:text-foreground"
        >
          <ChevronRight
            aria-hidden
            className={cn('size-4 transition-transform rtl:rotate-180', isOpen && 'rotate-90 rtl:rotate-90')}
          />
          {t('history')}
        </button>
      </h3>
      {isOpen && isPending && <ListSkeleton rows={3} />}
      {isOpen && error !== null && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isOpen && data !== undefined && (
        <ol className="mt-1 flex flex-col">
          {withoutRepeats(data).map((entry) => (
            <Entry key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

const REPEAT_MS = 10 * 60_000;

/** A text or a list that saves as it is typed changes many times in a row: the newest of them stands for all. */
function withoutRepeats(entries: readonly HistoryEntry[]): HistoryEntry[] {
  const fieldsOf = (entry: HistoryEntry): string =>
    Object.keys(entry.after ?? {})
      .toSorted()
      .join();
  return entries.filter((entry, index) => {
    const newer = entries[index - 1];
    const isText = entry.after !== null && ('checklist' in entry.after || 'description' in entry.after);
    const isRepeat = newer?.op === entry.op && fieldsOf(newer) === fieldsOf(entry);
    return !(isText && isRepeat && newer.createdAt - entry.createdAt < REPEAT_MS);
  });
}

function Entry({ entry }: { entry: HistoryEntry }) {
  const format = useFormat();
  const words = useHistoryWords();
  const lines = words(entry);
  if (lines.length === 0) return null;
  return (
    <li className="relative flex gap-3 pb-3 text-[13px] before:absolute before:start-[3px] before:top-4 before:bottom-0 before:w-px before:bg-border-subtle last:before:hidden">
      <span aria-hidden className="mt-[7px] size-[7px] shrink-0 rounded-full bg-border" />
      <div className="min-w-0 flex-1">
        {lines.map((line) => (
          <p key={line.key} className="wrap-anywhere">
            {line.name !== undefined && <span className="text-muted-foreground">{line.name}: </span>}
            {line.before !== undefined && (
              <>
                <s className="text-subtle-foreground">{line.before}</s>
                <span aria-hidden className="mx-1.5 text-subtle-foreground">
                  →
                </span>
              </>
            )}
            {line.after}
          </p>
        ))}
        <time
          className="text-meta"
          dateTime={new Date(entry.createdAt).toISOString()}
          title={format.instant(entry.createdAt)}
        >
          {format.ago(entry.createdAt)}
        </time>
      </div>
    </li>
  );
}
