import { Link } from '@tanstack/react-router';
import { CalendarCheck2, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { HomeDesk } from '#shared/contracts/home.ts';
import type { TaskListItem } from '#shared/contracts/tasks.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card, CardHeader } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { agendaDay } from '#renderer/entities/task/due-date.ts';
import { TaskStack } from '#renderer/entities/task/task-stack.tsx';
import { CapacityBar } from './capacity-bar.tsx';
import { minutesToday } from './minutes-today.ts';
import { useMoveToToday } from './queries.ts';

type DeskProps = { desk: HomeDesk; activeId: string | null };

/** What is late: quiet, and one step away from being sorted out. */
export function OverdueTasks({ desk, activeId }: DeskProps) {
  const { t } = useTranslation('home');
  const move = useMoveToToday();
  const { overdue, overdueCount, today } = desk;
  if (overdue.length === 0) return null;
  return (
    <section>
      <SectionHeading
        className="px-4"
        count={overdueCount}
        actions={
          <>
            <Button
              size="xs"
              variant="ghost"
              busy={move.isPending}
              onClick={() => move.mutate({ ids: overdue.map((task) => task.id), today })}
            >
              {t('moveToToday')}
            </Button>
            {overdueCount > overdue.length && <SeeAll view="overdue" />}
          </>
        }
      >
        {t('overdue')}
      </SectionHeading>
      <TaskStack label={t('overdue')} tasks={overdue} activeId={activeId} className="px-1" />
    </section>
  );
}

export function TodayTasks({ desk, activeId }: DeskProps) {
  const { t } = useTranslation('home');
  const { todayTasks, todayCount } = desk;
  const minutes = todayTasks.reduce((sum, task) => sum + minutesToday(task, desk.today), 0);
  return (
    <Card>
      <CardHeader
        icon={<Sun aria-hidden />}
        title={t('today')}
        count={todayCount === 0 ? undefined : todayCount}
        actions={todayCount > todayTasks.length && <SeeAll view="today" />}
      />
      {minutes > 0 && <CapacityBar minutes={minutes} />}
      {todayTasks.length === 0 ? (
        <EmptyState compact icon={CalendarCheck2} title={t('todayClear')} text={t('todayClearText')} />
      ) : (
        <TaskStack label={t('today')} tasks={todayTasks} activeId={activeId} className="px-1 pb-2" />
      )}
    </Card>
  );
}

function byDay(tasks: readonly TaskListItem[]): [day: string, tasks: readonly TaskListItem[]][] {
  return [...Map.groupBy(tasks, (task) => agendaDay(task) ?? '')];
}

/** The seven days after today, each under its name. */
export function UpcomingTasks({ desk, activeId }: DeskProps) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const { upcoming, upcomingCount } = desk;
  if (upcoming.length === 0) return null;
  return (
    <section>
      <SectionHeading
        className="px-4"
        count={upcomingCount}
        actions={upcomingCount > upcoming.length && <SeeAll view="week" />}
      >
        {t('upcoming')}
      </SectionHeading>
      <div className="flex flex-col gap-2">
        {byDay(upcoming).map(([day, tasks]) => (
          <div key={day} className="@container">
            <div className="@lg:grid @lg:grid-cols-[5.5rem_minmax(0,1fr)]">
              <h3 className="px-4 pt-3 text-[13px] leading-5">
                <span className="font-medium">{format.day(day)}</span>
                <span className="ms-2 text-meta @lg:ms-0 @lg:block">{format.date(day)}</span>
              </h3>
              <TaskStack label={format.longDate(day)} tasks={tasks} activeId={activeId} className="px-1" />
            </div>
          </div>
        ))}
      </div>
    </section>
  );
}

function SeeAll({ view }: { view: 'overdue' | 'today' | 'week' | 'suggested' }) {
  const { t } = useTranslation('home');
  return (
    <Button asChild size="xs" variant="ghost">
      <Link to="/tasks" search={{ view }}>
        {t('seeAll')}
      </Link>
    </Button>
  );
}
