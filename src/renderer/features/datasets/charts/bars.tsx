import type { Histogram } from '#shared/contracts/dataset-stats.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';

type HistogramBarsProps = {
  label: string;
  histogram: Histogram;
  formatEdge(value: number): string;
};

const HEIGHT = 72;

/** A distribution as columns; said as a list of numbers by whoever reads it aloud. */
export function HistogramBars({ label, histogram, formatEdge }: HistogramBarsProps) {
  const format = useFormat();
  const { edges, counts } = histogram;
  const most = Math.max(...counts, 1);
  const name = (at: number): string =>
    `${formatEdge(edges[at] ?? 0)} – ${formatEdge(edges[at + 1] ?? 0)}: ${format.number(counts[at] ?? 0)}`;
  const said = counts.map((_, at) => name(at)).join('; ');
  return (
    <figure role="img" aria-label={`${label}: ${said}`} className="flex flex-col gap-1">
      <div className="flex items-end gap-px" style={{ height: HEIGHT }}>
        {counts.map((count, at) => (
          <div
            key={edges[at]}
            title={name(at)}
            className="min-w-0 flex-1 rounded-t-[3px] bg-secondary transition-colors hover:bg-primary"
            // Something is never drawn as nothing.
            style={{ height: count === 0 ? 1 : Math.max((count / most) * HEIGHT, 3) }}
          />
        ))}
      </div>
      <div aria-hidden className="flex justify-between text-meta tabular-nums">
        <span>{formatEdge(edges[0] ?? 0)}</span>
        <span>{formatEdge(edges.at(-1) ?? 0)}</span>
      </div>
    </figure>
  );
}

type ShareRowProps = {
  name: string;
  count: number;
  /** 0 to 1: how far the bar goes. */
  share: number;
  /** Where the bar should end, 0 to 1. */
  expected?: number | null;
  note?: string;
  onClick?: () => void;
};

/** One value and how often it stands there; a click narrows the records to it. */
export function ShareRow({ name, count, share, expected, note, onClick }: ShareRowProps) {
  const format = useFormat();
  const body = (
    <>
      <span className="flex items-baseline gap-2 text-[13px]">
        <span dir="auto" className="min-w-0 flex-1 truncate text-start">
          {name}
        </span>
        <span className="shrink-0 text-muted-foreground tabular-nums">{note ?? format.number(count)}</span>
      </span>
      <span aria-hidden className="relative mt-1 block h-1.5 overflow-hidden rounded-full bg-accent">
        <span
          className="block h-full rounded-full bg-secondary"
          style={{ width: `${Math.max(share * 100, count > 0 ? 1 : 0)}%` }}
        />
        {expected != null && (
          <span
            className="absolute inset-y-0 w-0.5 bg-foreground"
            style={{ insetInlineStart: `calc(${Math.min(expected, 1) * 100}% - 1px)` }}
          />
        )}
      </span>
    </>
  );
  const frame = 'block w-full rounded-md px-1.5 py-1';
  if (onClick === undefined) return <div className={frame}>{body}</div>;
  return (
    <button type="button" onClick={onClick} className={cn(frame, 'hover:bg-muted')}>
      {body}
    </button>
  );
}
