import { cn } from '../lib/cn.ts';
import { colourFor, colourValue, initials } from '../lib/palette.ts';

type AvatarProps = {
  name: string;
  colour?: string | null;
  size?: 'xs' | 'sm' | 'md' | 'lg';
  className?: string;
};

const SIZES = {
  xs: 'size-5 rounded-md text-[9px]',
  sm: 'size-7 rounded-md text-[11px]',
  md: 'size-9 rounded-lg text-xs',
  lg: 'size-14 rounded-xl text-lg',
};

/** Initials on a tint. Decorative: the name always stands beside it. */
export function Avatar({ name, colour, size = 'sm', className }: AvatarProps) {
  return (
    <span
      aria-hidden
      className={cn(
        'inline-grid shrink-0 place-items-center font-semibold tracking-tight text-foreground select-none',
        SIZES[size],
        className,
      )}
      style={{
        backgroundColor: `color-mix(in srgb, ${colourValue(colour ?? colourFor(name))} 32%, var(--card))`,
      }}
    >
      {initials(name)}
    </span>
  );
}
