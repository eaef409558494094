import { cn } from '#renderer/lib/cn.ts';

/** Deeper than this the text says it all the same, without folds. */
const MOST_DEPTH = 12;

type JsonTreeProps = { value: unknown; name?: string; depth?: number; className?: string };

/** A value of JSON, each level to be folded; keyboard and screen readers know it as nested details. */
export function JsonTree({ value, name, depth = 0, className }: JsonTreeProps) {
  // The columns of the record stand below each other, as its other facts do.
  const isColumn = depth === 1;
  if (typeof value !== 'object' || value === null || depth > MOST_DEPTH) {
    return (
      <div className={cn('flex py-0.5 text-sm leading-relaxed', isColumn ? 'gap-3' : 'gap-2', className)}>
        {name !== undefined && (
          <span
            title={isColumn ? name : undefined}
            className={cn('shrink-0 text-muted-foreground', isColumn && 'w-32 truncate')}
          >
            {name}
          </span>
        )}
        <Scalar value={value} />
      </div>
    );
  }
  const entries = Object.entries(value);
  if (name === undefined) {
    return (
      <div className={className}>
        {entries.map(([key, one]) => (
          <JsonTree key={key} name={key} value={one} depth={depth + 1} />
        ))}
      </div>
    );
  }
  return (
    <details open={depth < 3} className={cn('py-0.5 text-sm', className)}>
      <summary className="cursor-default rounded-sm text-muted-foreground select-none">
        {name}{' '}
        <span className="text-xs text-subtle-foreground">
          {Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`}
        </span>
      </summary>
      <div className="ms-1.5 border-s border-border-subtle ps-3">
        {entries.map(([key, one]) => (
          <JsonTree key={key} name={key} value={one} depth={depth + 1} />
        ))}
      </div>
    </details>
  );
}

function Scalar({ value }: { value: unknown }) {
  if (typeof value === 'string') {
    return (
      <span dir="auto" className="min-w-0 flex-1 break-words whitespace-pre-wrap">
        {value}
      </span>
    );
  }
  return <span className="font-mono text-[13px] break-all text-primary-text">{JSON.stringify(value)}</span>;
}
