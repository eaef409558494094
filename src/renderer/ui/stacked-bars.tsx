import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { cn } from '../lib/cn.ts';
import { niceMax } from './nice-max.ts';

export type BarSeries = { readonly key: string; readonly label: string; readonly colour: string };
export type BarColumn = {
  readonly key: string;
  /** Under the column, where there is room. */
  readonly label: string;
  /** Whole, for the reading. */
  readonly name: string;
  /** One for each series, in their order. */
  readonly values: readonly number[];
};

type StackedBarsProps = {
  /** What is drawn, and how to walk through it. */
  label: string;
  series: readonly BarSeries[];
  columns: readonly BarColumn[];
  formatValue(value: number): string;
  /** Said of a column without anything in it. */
  emptyText: string;
  className?: string;
};

const HEIGHT = 168;
const LABEL_ROOM = 56;

const totalOf = ({ values }: BarColumn): number => values.reduce((sum, value) => sum + value, 0);

/** The width that the element has, from its first frame on. */
function useWidth() {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    setWidth(element.clientWidth);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}

/** What a screen reader says of a column. */
function wordsOf(
  { series, formatValue, emptyText }: StackedBarsProps,
  column: BarColumn | undefined,
): string {
  if (column === undefined) return emptyText;
  const parts = series.flatMap(({ label }, at) => {
    const value = column.values[at] ?? 0;
    return value > 0 ? [`${label} ${formatValue(value)}`] : [];
  });
  if (parts.length === 0) return `${column.name}: ${emptyText}`;
  return `${column.name}: ${formatValue(totalOf(column))}; ${parts.join(', ')}`;
}

function nextIndex(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowRight') return Math.min(at + 1, count - 1);
  if (key === 'ArrowLeft') return at < 0 ? count - 1 : Math.max(at - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

/**
 * Amounts by day, one column each, its parts on top of each other. Read by pointer or by arrow keys; whoever shows it
 * offers the same numbers as a table.
 */
export function StackedBars(props: StackedBarsProps) {
  const { label, columns, formatValue, className } = props;
  const { ref, width } = useWidth();
  const [active, setActive] = useState(-1);
  const max = niceMax(Math.max(...columns.map(totalOf), 0));
  const step = columns.length === 0 ? 0 : width / columns.length;
  const column = columns[active];
  const onKeyDown = (event: KeyboardEvent): void => {
    const isBack = document.documentElement.dir === 'rtl';
    const turned = { ArrowLeft: 'ArrowRight', ArrowRight: 'ArrowLeft' }[event.key] ?? event.key;
    const next = nextIndex(isBack ? turned : event.key, active, columns.length);
    if (next === undefined) return;
    event.preventDefault();
    setActive(next);
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    setActive(Math.min(Math.max(Math.floor((event.clientX - left) / step), 0), columns.length - 1));
  };
  return (
    <div dir="ltr" className={cn('flex gap-3', className)}>
      <Scale max={max} formatValue={formatValue} />
      <div
        ref={ref}
        // One stop of the tab key for all columns: as on a slider, arrow keys go from one to the next.
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={columns.length - 1}
        aria-valuenow={active === -1 ? columns.length - 1 : active}
        aria-valuetext={wordsOf(props, column ?? columns.at(-1))}
        onKeyDown={onKeyDown}
        onBlur={() => setActive(-1)}
        onPointerMove={onPointerMove}
        onPointerLeave={() => setActive(-1)}
        className="relative min-w-0 flex-1 rounded-md"
      >
        <Plot {...props} width={width} step={step} max={max} active={active} />
        <DayLabels columns={columns} step={step} />
        {column && <Reading {...props} column={column} x={(active + 0.5) * step} width={width} />}
      </div>
    </div>
  );
}

function Scale({ max, formatValue }: { max: number; formatValue(value: number): string }) {
  return (
    <div
      aria-hidden
      style={{ height: HEIGHT }}
      className="flex w-14 shrink-0 flex-col justify-between text-end text-meta leading-none tabular-nums"
    >
      <span>{formatValue(max)}</span>
      <span>{formatValue(max / 2)}</span>
      <span>{formatValue(0)}</span>
    </div>
  );
}

type PlotProps = StackedBarsProps & { width: number; step: number; max: number; active: number };

function Plot({ series, columns, width, step, max, active }: PlotProps) {
  const gap = step > 12 ? Math.min(step * 0.3, 12) : Math.min(step * 0.2, 1);
  return (
    <svg aria-hidden width={width} height={HEIGHT} className="block overflow-visible">
      {[0, 0.5, 1].map((share) => (
        <line
          key={share}
          x1={0}
          x2={width}
          y1={HEIGHT * share}
          y2={HEIGHT * share}
          stroke="var(--border-subtle)"
          strokeWidth={1}
        />
      ))}
      {columns.map((column, at) => {
        let y = HEIGHT;
        return (
          <g key={column.key} opacity={active === -1 || active === at ? 1 : 0.45}>
            {series.map(({ key, colour }, index) => {
              const value = column.values[index] ?? 0;
              if (value <= 0) return null;
              // Something is never drawn as nothing.
              const height = Math.max((value / max) * HEIGHT, 1.5);
              y -= height;
              return (
                <rect
                  key={key}
                  x={at * step + gap / 2}
                  y={y}
                  width={Math.max(step - gap, 1)}
                  height={height}
                  rx={Math.min(2, (step - gap) / 4)}
                  fill={colour}
                  stroke="var(--card)"
                  strokeWidth={0.75}
                />
              );
            })}
          </g>
        );
      })}
    </svg>
  );
}

/** As many as there is room for, the last one always. */
function DayLabels({ columns, step }: { columns: readonly BarColumn[]; step: number }) {
  const every = step === 0 ? columns.length : Math.max(1, Math.ceil(LABEL_ROOM / step));
  return (
    <div aria-hidden className="relative mt-1.5 h-4 text-meta">
      {columns.map(({ key, label }, at) =>
        (columns.length - 1 - at) % every === 0 && (at + 0.5) * step > LABEL_ROOM / 3 ? (
          <span
            key={key}
            style={{ insetInlineStart: (at + 0.5) * step }}
            className={cn(
              'absolute whitespace-nowrap',
              at === columns.length - 1 ? '-translate-x-3/4' : '-translate-x-1/2',
            )}
          >
            {label}
          </span>
        ) : null,
      )}
    </div>
  );
}

type ReadingProps = Pick<StackedBarsProps, 'series' | 'formatValue' | 'emptyText'> & {
  column: BarColumn;
  x: number;
  width: number;
};

/** The numbers of the day that is pointed at. */
function Reading({ series, column, formatValue, emptyText, x, width }: ReadingProps) {
  const parts = series
    .map((one, index) => ({ ...one, value: column.values[index] ?? 0 }))
    .filter(({ value }) => value > 0)
    .toReversed();
  const isEnd = x > width / 2;
  return (
    <div
      aria-hidden
      style={isEnd ? { right: width - x + 10 } : { left: x + 10 }}
      className="pointer-events-none absolute top-0 z-10 max-w-64 min-w-40 rounded-lg border border-border-subtle bg-popover px-3 py-2 text-xs shadow-raised"
    >
      <p className="flex justify-between gap-4 font-medium">
        <span>{column.name}</span>
        <span className="tabular-nums">{parts.length === 0 ? emptyText : formatValue(totalOf(column))}</span>
      </p>
      {parts.length > 0 && (
        <ul className="mt-1 flex flex-col gap-0.5">
          {parts.map(({ key, label, colour, value }) => (
            <li key={key} className="flex items-center gap-1.5">
              <span aria-hidden className="size-2 shrink-0 rounded-full" style={{ background: colour }} />
              <span className="min-w-0 flex-1 truncate text-muted-foreground">{label}</span>
              <span className="tabular-nums">{formatValue(value)}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
