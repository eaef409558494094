import {
  Blocks,
  CalendarDays,
  CirclePause,
  CircleX,
  FolderOpen,
  Globe,
  Hand,
  LockKeyhole,
  Mail,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PluginStatus } from '#shared/contracts/plugins.ts';
import { cn } from '#renderer/lib/cn.ts';
import { Badge, type BadgeProps } from '#renderer/ui/badge.tsx';

/** Those that come with Adiuva look like what they read; all others alike. */
const ICONS = {
  'email-scanner': Mail,
  'file-watcher': FolderOpen,
  'calendar-sync': CalendarDays,
  'browser-agent': Globe,
  hello: Hand,
  other: Blocks,
} satisfies Record<string, LucideIcon>;

function isKnown(name: string): name is keyof typeof ICONS {
  return Object.hasOwn(ICONS, name);
}

type PluginTileProps = { name: string; size?: 'md' | 'lg'; className?: string };

export function PluginTile({ name, size = 'md', className }: PluginTileProps) {
  const Icon = ICONS[isKnown(name) ? name : 'other'];
  return (
    <span
      aria-hidden
      className={cn(
        'grid shrink-0 place-items-center bg-primary-soft text-primary-text',
        size === 'lg' ? 'size-12 rounded-2xl' : 'size-10 rounded-xl',
        className,
      )}
    >
      <Icon className={size === 'lg' ? 'size-6' : 'size-5'} strokeWidth={1.7} />
    </span>
  );
}

const STATUS: Readonly<Record<PluginStatus, { tone: BadgeProps['tone']; icon?: LucideIcon }>> = {
  active: { tone: 'success' },
  paused: { tone: 'neutral', icon: CirclePause },
  needs_rights: { tone: 'warning', icon: LockKeyhole },
  broken: { tone: 'danger', icon: CircleX },
};

export function PluginStatusBadge({ status }: { status: PluginStatus }) {
  const { t } = useTranslation('plugins');
  const { tone, icon: Icon } = STATUS[status];
  return (
    <Badge tone={tone}>
      {Icon ? <Icon aria-hidden /> : <span aria-hidden className="size-1.5 rounded-full bg-success" />}
      {t(`status_${status}`)}
    </Badge>
  );
}
