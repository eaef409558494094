import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { Tooltip } from './tooltip.tsx';

/** Beside the name of what is private. */
export function PrivateMark({ className }: { className?: string }) {
  const { t } = useTranslation();
  return (
    <Tooltip content={t('privateText')}>
      <Lock
        role="img"
        aria-label={t('private')}
        className={cn('size-3.5 shrink-0 text-muted-foreground', className)}
      />
    </Tooltip>
  );
}
