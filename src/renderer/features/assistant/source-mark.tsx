import { EXTERNAL_ICONS } from '#renderer/entities/external/external-icons.ts';
import { KindIcon } from '#renderer/entities/proposal/kind-icon.tsx';
import { cn } from '#renderer/lib/cn.ts';

const OUTSIDE = ['file', 'web', 'email', 'event'] as const satisfies (keyof typeof EXTERNAL_ICONS)[];

/** What kind of thing a source is. */
export function SourceMark({ kind, className }: { kind: string; className?: string }) {
  const outside = OUTSIDE.find((known) => known === kind);
  if (outside === undefined) return <KindIcon kind={kind} className={className} />;
  const Icon = EXTERNAL_ICONS[outside];
  return <Icon aria-hidden className={cn('size-4 shrink-0', className)} strokeWidth={1.8} />;
}
