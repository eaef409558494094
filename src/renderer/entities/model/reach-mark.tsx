import { Cloud, Laptop, Network, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Badge } from '#renderer/ui/badge.tsx';
import type { Reach } from './reach.ts';

export const REACH_ICONS: Record<Reach, LucideIcon> = { computer: Laptop, network: Network, away: Cloud };

/** Whether what is asked leaves, in words. */
export function ReachMark({ reach }: { reach: Reach }) {
  const { t } = useTranslation('models');
  const Icon = REACH_ICONS[reach];
  return (
    <Badge tone={reach === 'away' ? 'info' : 'success'}>
      <Icon aria-hidden />
      {t(`reach_${reach}`)}
    </Badge>
  );
}
