import { useTranslation } from 'react-i18next';
import { daysBetween, today } from '#renderer/lib/dates.ts';
import { DotLabel } from '#renderer/ui/tag-chip.tsx';
import { PriorityIcon } from '#renderer/ui/task-icons.tsx';
import { useTaskTools } from '#renderer/entities/task/task-tools-context.ts';
import type { GroupKey } from './group-tasks.ts';

/** The words of a group's heading. */
export function GroupTitle({ group }: { group: GroupKey }) {
  const { t } = useTranslation('tasks');
  const { t: words } = useTranslation();
  const { format } = useTaskTools();
  switch (group.kind) {
    case 'overdue':
      return <span>{t('groupOverdue')}</span>;
    case 'no_date':
      return <span>{words('noDate')}</span>;
    case 'no_project':
      return <span>{t('noProject')}</span>;
    case 'project':
      return <DotLabel colour={group.colour}>{group.name}</DotLabel>;
    case 'priority':
      return (
        <span className="flex items-center gap-1.5">
          <PriorityIcon priority={group.priority} />
          {words(`priority_${group.priority}`)}
        </span>
      );
    default: {
      const distance = Math.abs(daysBetween(today(), group.day));
      return (
        <span className="flex items-baseline gap-2">
          {format.day(group.day)}
          {/* A date says it all; a name of a day wants its date beside it. */}
          {distance < 7 && <span className="text-xs font-normal">{format.date(group.day)}</span>}
        </span>
      );
    }
  }
}
