import { memo } from 'react';
import type { TraceSummary } from '#shared/contracts/traces.ts';
import { useFeatureName } from '#renderer/entities/model/feature-name.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { kindOf } from './span-tree.ts';
import { KIND_ICONS, StatusMark, useSpanName, useTook } from './trace-words.tsx';

/** Time, what asked, what was done by which model, how it went, how long, how much: the same columns in every row. */
export const TraceRow = memo(function TraceRow({ trace }: { trace: TraceSummary }) {
  const format = useFormat();
  const dollars = useDollars();
  const took = useTook();
  const featureName = useFeatureName();
  const shown = useSpanName()({ name: trace.name, attributes: {} });
  const { name, feature, principal, models, startedAt, durationMs, status, inputTokens, outputTokens } =
    trace;
  const at = new Date(startedAt);
  const Icon = KIND_ICONS[kindOf({ name, attributes: {} })];
  return (
    <div className="@container flex h-full items-center gap-4 px-3 text-sm">
      <time dateTime={at.toISOString()} className="w-16 shrink-0 text-meta tabular-nums">
        {format.time(at.toTimeString().slice(0, 8))}
      </time>
      <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" strokeWidth={1.8} />
      <span className="w-28 shrink-0 truncate text-[13px] @3xl:w-36">
        {feature === '' ? featureName(principal) : featureName(feature)}
      </span>
      <span dir="ltr" title={name} className="min-w-0 flex-1 truncate text-start font-medium">
        {shown}
      </span>
      <span dir="ltr" className="hidden max-w-44 min-w-0 shrink truncate text-meta @4xl:block">
        {models.join(', ')}
      </span>
      <span className="hidden w-24 shrink-0 text-end text-meta tabular-nums @3xl:block">
        {inputTokens + outputTokens > 0 &&
          `${format.number(inputTokens, { notation: 'compact' })} → ${format.number(outputTokens, { notation: 'compact' })}`}
      </span>
      <span className="w-16 shrink-0 text-end text-meta tabular-nums">
        {trace.costMicros > 0 && dollars(trace.costMicros)}
      </span>
      <span className="w-16 shrink-0 text-end text-meta tabular-nums">{took(durationMs)}</span>
      <StatusMark status={status} className="w-24 shrink-0 text-[13px]" />
    </div>
  );
});
