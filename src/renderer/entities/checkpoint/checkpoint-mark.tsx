import { cn } from '#renderer/lib/cn.ts';
import { colourValue } from '#renderer/lib/palette.ts';

type CheckpointMarkProps = {
  colour: string | null | undefined;
  isReached?: boolean;
  isSuggested?: boolean;
  className?: string;
};

/** The diamond of a milestone: hollow while it lies ahead, full with a tick once it is reached. */
export function CheckpointMark({
  colour,
  isReached = false,
  isSuggested = false,
  className,
}: CheckpointMarkProps) {
  const tint = colourValue(colour);
  return (
    <svg viewBox="0 0 20 20" aria-hidden className={cn('size-4 shrink-0', className)}>
      <rect
        x="4"
        y="4"
        width="12"
        height="12"
        rx="2.4"
        transform="rotate(45 10 10)"
        fill={isReached ? tint : `color-mix(in srgb, ${tint} 22%, var(--card))`}
        stroke={tint}
        strokeWidth="1.8"
        strokeDasharray={isSuggested ? '2.5 2' : undefined}
      />
      {isReached && (
        <path
          d="M6.9 10.2 9.1 12.3 13.2 7.9"
          fill="none"
          stroke="#17120a"
          strokeWidth="1.9"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
