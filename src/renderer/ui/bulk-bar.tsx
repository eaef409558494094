import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { IconButton } from './icon-button.tsx';

type BulkBarProps = { count: number; onClear(): void; children: ReactNode; className?: string };

/** Floats over the end of a list while rows are selected and holds what can be done with them together. */
export function BulkBar({ count, onClear, children, className }: BulkBarProps) {
  const { t } = useTranslation();
  if (count === 0) return null;
  return (
    <div
      role="toolbar"
      aria-label={t('selectedCount', { count })}
      data-bulk-bar=""
      data-state="open"
      className={cn(
        'absolute inset-x-0 bottom-5 z-20 mx-auto flex w-fit max-w-[calc(100%-2rem)] flex-wrap items-center gap-1 rounded-xl border border-border-subtle bg-popover p-1.5 shadow-overlay animate-pop',
        className,
      )}
    >
      <span aria-live="polite" className="px-2.5 text-sm font-medium tabular-nums">
        {t('selectedCount', { count })}
      </span>
      <span aria-hidden className="h-5 w-px bg-border" />
      {children}
      <span aria-hidden className="h-5 w-px bg-border" />
      <IconButton label={t('clearSelection')} keys="escape" onClick={onClear} side="top">
        <X aria-hidden />
      </IconButton>
    </div>
  );
}
