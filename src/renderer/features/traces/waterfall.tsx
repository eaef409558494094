import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpanStatus } from '#shared/contracts/traces.ts';
import { cn } from '#renderer/lib/cn.ts';
import { kindOf, type SpanLine } from './span-tree.ts';
import { KIND_ICONS, useSpanName, useTook } from './trace-words.tsx';

const BARS: Record<SpanStatus, string> = {
  ok: 'bg-info',
  error: 'bg-danger',
  open: 'bg-info opacity-60',
  interrupted: 'bg-warning',
};

type WaterfallProps = {
  lines: readonly SpanLine[];
  chosen: string | undefined;
  onChoose(id: string): void;
};

/** Steps below each other, each where it was in time. Arrow keys go from one to the next. */
export function Waterfall({ lines, chosen, onChoose }: WaterfallProps) {
  const { t } = useTranslation('traces');
  const list = useRef<HTMLOListElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = lines.findIndex(({ span }) => span.id === chosen);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: lines.length - 1 }[event.key];
    const line = next === undefined ? undefined : lines[next];
    if (line === undefined) return;
    event.preventDefault();
    onChoose(line.span.id);
    list.current?.querySelector<HTMLElement>(`[data-span="${line.span.id}"]`)?.focus();
  };
  return (
    <ol ref={list} aria-label={t('steps')} className="flex flex-col py-1.5">
      {lines.map((line) => (
        <li key={line.span.id}>
          <Line
            line={line}
            isChosen={line.span.id === chosen}
            onChoose={() => onChoose(line.span.id)}
            onKeyDown={onKeyDown}
          />
        </li>
      ))}
    </ol>
  );
}

const INDENT_REM = 1.1;
const MOST_DEPTH = 8;

type LineProps = {
  line: SpanLine;
  isChosen: boolean;
  onChoose(): void;
  onKeyDown(event: KeyboardEvent): void;
};

function Line({ line, isChosen, onChoose, onKeyDown }: LineProps) {
  const took = useTook();
  const { span, depth, start, length } = line;
  const Icon = KIND_ICONS[kindOf(span)];
  const name = useSpanName()(span);
  return (
    <button
      type="button"
      data-span={span.id}
      aria-current={isChosen || undefined}
      tabIndex={isChosen ? 0 : -1}
      onClick={onChoose}
      onKeyDown={onKeyDown}
      className="group/span grid h-9 w-full grid-cols-[minmax(9rem,36%)_minmax(0,1fr)_4rem] items-center gap-3 px-4 text-start ring-inset-focus hover:bg-muted aria-[current]:bg-accent"
    >
      <span
        className="flex min-w-0 items-center gap-2"
        style={{ paddingInlineStart: `${Math.min(depth, MOST_DEPTH) * INDENT_REM}rem` }}
      >
        <Icon
          aria-hidden
          className={cn(
            'size-3.5 shrink-0',
            span.status === 'error' ? 'text-danger-text' : 'text-muted-foreground',
          )}
        />
        <span dir="ltr" title={span.name} className="truncate text-[13px]">
          {name}
        </span>
      </span>
      <span dir="ltr" className="relative h-full">
        <span
          className={cn(
            'absolute top-1/2 h-2.5 min-w-[3px] -translate-y-1/2 rounded-full',
            BARS[span.status],
          )}
          style={{ left: `${start * 100}%`, width: `${length * 100}%` }}
        />
      </span>
      <span className="text-end text-meta tabular-nums">{took(span.durationMs)}</span>
    </button>
  );
}
