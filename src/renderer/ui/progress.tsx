import { cn } from '../lib/cn.ts';

type ProgressProps = {
  label: string;
  /** 0 to 1, or null while the length of the work is not known. */
  value: number | null;
  /** A palette token such as `var(--tint-teal)`; the primary colour without it. */
  colour?: string;
  className?: string;
};

export function Progress({ label, value, colour, className }: ProgressProps) {
  const percent = value === null ? undefined : Math.round(Math.min(Math.max(value, 0), 1) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={cn('h-1.5 w-full overflow-hidden rounded-full bg-accent', className)}
    >
      <div
        className={cn(
          'h-full rounded-full bg-primary transition-[width] duration-500 ease-out',
          percent === undefined && 'w-2/5 animate-indeterminate',
        )}
        style={{ width: percent === undefined ? undefined : `${percent}%`, backgroundColor: colour }}
      />
    </div>
  );
}

type RingProps = { value: number; label: string; colour?: string; className?: string };

/** A small ring, for a project's or a list's share of finished work. */
export function ProgressRing({ value, label, colour = 'var(--success)', className }: RingProps) {
  const share = Math.min(Math.max(value, 0), 1);
  return (
    <svg
      viewBox="0 0 20 20"
      role="img"
      aria-label={label}
      className={cn('size-4 shrink-0 -rotate-90', className)}
    >
      <circle cx="10" cy="10" r="7.5" fill="none" stroke="var(--accent)" strokeWidth="3.5" />
      <circle
        cx="10"
        cy="10"
        r="7.5"
        fill="none"
        stroke={colour}
        strokeWidth="3.5"
        strokeLinecap="round"
        pathLength={1}
        strokeDasharray={`${share} 1`}
        opacity={share === 0 ? 0 : 1}
        className="transition-[stroke-dasharray] duration-500"
      />
    </svg>
  );
}
