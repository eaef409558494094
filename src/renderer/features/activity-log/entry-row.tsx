import { memo } from 'react';
import type { ActivityEntry } from '#shared/contracts/activity.ts';
import { PrincipalLabel } from '#renderer/entities/proposal/principal-label.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { useActivityWords } from './activity-words.ts';
import { OutcomeMark } from './outcome-mark.tsx';

/** Time, who, what, on what, how it went: the same columns in every row. */
export const EntryRow = memo(function EntryRow({ entry }: { entry: ActivityEntry }) {
  const format = useFormat();
  const words = useActivityWords();
  const at = new Date(entry.at);
  return (
    <div className="@container flex h-full items-center gap-4 px-3 text-sm">
      <time dateTime={at.toISOString()} className="w-16 shrink-0 text-meta tabular-nums">
        {format.time(at.toTimeString().slice(0, 8))}
      </time>
      <PrincipalLabel principal={entry.principal} className="w-34 shrink-0 text-[13px]" />
      <span className="min-w-0 flex-1 truncate font-medium">{words.action(entry.actionId)}</span>
      <span
        dir="auto"
        title={entry.resource}
        className="hidden min-w-0 flex-1 truncate text-[13px] text-muted-foreground @2xl:block"
      >
        {entry.resource === '' ? '–' : words.resource(entry.resource)}
      </span>
      <span className="hidden w-18 shrink-0 text-end text-meta tabular-nums @3xl:block">
        {entry.bytes > 0 && format.bytes(entry.bytes)}
      </span>
      <OutcomeMark outcome={entry.outcome} className="w-28 shrink-0 text-[13px]" />
    </div>
  );
});
