import { Link } from '@tanstack/react-router';
import { CircleCheck, Clock, Flag, FolderKanban, NotebookText, Users, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ItemKind } from '#shared/contracts/common.ts';
import type { HomeDesk } from '#shared/contracts/home.ts';
import { cn } from '#renderer/lib/cn.ts';
import { daysBetween, today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { itemPath } from '#renderer/lib/item-path.ts';
import { Card, CardHeader } from '#renderer/ui/card.tsx';
import { DotLabel } from '#renderer/ui/tag-chip.tsx';

const SHOWN_CHECKPOINTS = 5;
const SHOWN_RECENT = 7;

const ROW =
  'flex min-w-0 items-center gap-3 rounded-lg px-3 py-1.5 transition-colors hover:bg-muted ring-inset-focus';

/** The milestones of the coming weeks, with how far away they are. */
export function CheckpointsAhead({ desk }: { desk: HomeDesk }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const checkpoints = desk.checkpoints.slice(0, SHOWN_CHECKPOINTS);
  if (checkpoints.length === 0) return null;
  return (
    <Card>
      <CardHeader icon={<Flag aria-hidden />} title={t('checkpoints')} />
      <ul className="px-1 pb-2">
        {checkpoints.map((checkpoint) => {
          const { dueDate } = checkpoint;
          const isLate = dueDate !== null && daysBetween(today(), dueDate) < 0;
          return (
            <li key={checkpoint.id}>
              <Link to={itemPath('checkpoint', checkpoint.id)} className={ROW}>
                <span className="min-w-0 flex-1">
                  <span dir="auto" className="block truncate text-sm">
                    {checkpoint.title}
                  </span>
                  <span className="flex text-meta">
                    <DotLabel colour={checkpoint.projectColour}>{checkpoint.projectName}</DotLabel>
                  </span>
                </span>
                {dueDate !== null && (
                  <span className={cn('shrink-0 text-meta tabular-nums', isLate && 'text-danger-text')}>
                    {isLate && <span className="sr-only">{t('overdue')}: </span>}
                    {format.day(dueDate)}
                  </span>
                )}
              </Link>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

const ICONS: Readonly<Record<ItemKind, LucideIcon>> = {
  task: CircleCheck,
  note: NotebookText,
  project: FolderKanban,
  client: Users,
  checkpoint: Flag,
};

/** The way back to what was being worked on. */
export function RecentItems({ desk }: { desk: HomeDesk }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const recent = desk.recent.slice(0, SHOWN_RECENT);
  if (recent.length === 0) return null;
  return (
    <Card>
      <CardHeader icon={<Clock aria-hidden />} title={t('recent')} />
      <ul className="px-1 pb-2">
        {recent.map((item) => {
          const Icon = ICONS[item.kind];
          return (
            <li key={`${item.kind} ${item.id}`}>
              <Link to={itemPath(item.kind, item.id)} className={ROW}>
                <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" />
                <span className="sr-only">{t(`kind_${item.kind}`)}: </span>
                <span dir="auto" className="min-w-0 flex-1 truncate text-sm">
                  {item.title}
                </span>
                <span className="shrink-0 text-meta">{format.ago(item.updatedAt)}</span>
              </Link>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
