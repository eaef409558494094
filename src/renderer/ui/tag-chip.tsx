import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { colourFor, colourValue } from '../lib/palette.ts';

type TagChipProps = {
  name: string;
  /** A palette name; without one the tag's own letters choose. */
  colour?: string;
  onClick?(): void;
  onRemove?(): void;
  className?: string;
};

/** A tag. The tint stays under plain text so that every colour reads in both themes. */
export function TagChip({ name, colour, onClick, onRemove, className }: TagChipProps) {
  const { t } = useTranslation();
  const tint = colourValue(colour ?? colourFor(name));
  const body = (
    <>
      <span aria-hidden className="font-medium opacity-60">
        #
      </span>
      <span className="truncate">{name}</span>
    </>
  );
  return (
    <span
      className={cn(
        'inline-flex h-5 max-w-48 items-center rounded-md text-xs text-foreground',
        onRemove ? 'ps-1.5 pe-0.5' : 'px-1.5',
        className,
      )}
      style={{ backgroundColor: `color-mix(in srgb, ${tint} 20%, transparent)` }}
    >
      {onClick ? (
        <button
          type="button"
          className="inline-flex min-w-0 items-center gap-px hover:underline"
          onClick={onClick}
        >
          {body}
        </button>
      ) : (
        <span className="inline-flex min-w-0 items-center gap-px">{body}</span>
      )}
      {onRemove && (
        <button
          type="button"
          aria-label={t('removeNamed', { name })}
          onClick={onRemove}
          className="ms-0.5 grid size-4 place-items-center rounded-sm hover:bg-accent"
        >
          <X aria-hidden className="size-3" />
        </button>
      )}
    </span>
  );
}

/** A coloured dot, the mark of a project or client wherever it is named. */
export function ColourDot({ colour, className }: { colour: string | null | undefined; className?: string }) {
  return (
    <span
      aria-hidden
      className={cn('inline-block size-2 shrink-0 rounded-full', className)}
      style={{ backgroundColor: colourValue(colour) }}
    />
  );
}

/** A dot and a name: how a project appears in a row of metadata. */
export function DotLabel({
  colour,
  children,
  className,
}: {
  colour: string | null | undefined;
  children: ReactNode;
  className?: string;
}) {
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5', className)}>
      <ColourDot colour={colour} />
      <span className="truncate">{children}</span>
    </span>
  );
}
