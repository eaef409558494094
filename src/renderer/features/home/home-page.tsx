import type { ReactNode } from 'react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { HomeDesk } from '#shared/contracts/home.ts';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Page } from '#renderer/ui/page-header.tsx';
import { ListSkeleton, Skeleton } from '#renderer/ui/skeleton.tsx';
import { TaskToolbox } from '#renderer/entities/task/task-toolbox.tsx';
import { DailyBrief } from './daily-brief.tsx';
import { CheckpointsAhead, RecentItems } from './desk-aside.tsx';
import { OverdueTasks, TodayTasks, UpcomingTasks } from './desk-tasks.tsx';
import { EmptyDesk } from './empty-desk.tsx';
import { Greeting } from './greeting.tsx';
import { useDesk } from './queries.ts';
import { Suggestions } from './suggestions.tsx';

export type HomePageProps = {
  /** The quick-add line, from the feature it belongs to. */
  quickAdd: ReactNode;
  /** The task whose panel is open beside the desk. */
  activeId: string | null;
  onOpenTask(id: string): void;
};

/** The daily desk. */
export function HomePage({ quickAdd, activeId, onOpenTask }: HomePageProps) {
  const { data: desk, error, refetch } = useDesk();
  const line = useRef<HTMLDivElement>(null);
  if (desk === undefined) {
    return (
      <Page>
        {error === null ? (
          <DeskSkeleton />
        ) : (
          <ErrorState heading="h1" error={error} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  }
  return (
    <Page className="@container">
      <Greeting desk={desk} />
      <div ref={line} className="px-8">
        {quickAdd}
      </div>
      {desk.isEmptyWorkspace ? (
        <EmptyDesk onFirstTask={() => line.current?.querySelector('textarea')?.focus()} />
      ) : (
        <TaskToolbox onOpen={(task) => onOpenTask(task.id)}>
          <Desk desk={desk} activeId={activeId} />
        </TaskToolbox>
      )}
    </Page>
  );
}

function Desk({ desk, activeId }: { desk: HomeDesk; activeId: string | null }) {
  return (
    <div className="grid items-start gap-x-6 gap-y-8 px-8 pt-6 @4xl:grid-cols-[minmax(0,1fr)_19.5rem] @4xl:grid-rows-[auto_1fr] @4xl:gap-y-5">
      <div className="min-w-0 @4xl:col-start-2">
        <DailyBrief />
      </div>
      <div className="flex min-w-0 flex-col gap-8 @4xl:col-start-1 @4xl:row-span-2 @4xl:row-start-1">
        <TodayTasks desk={desk} activeId={activeId} />
        <OverdueTasks desk={desk} activeId={activeId} />
        <UpcomingTasks desk={desk} activeId={activeId} />
      </div>
      <aside className="flex min-w-0 flex-col gap-5 @4xl:col-start-2">
        <Suggestions desk={desk} />
        <CheckpointsAhead desk={desk} />
        <RecentItems desk={desk} />
      </aside>
    </div>
  );
}

function DeskSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="px-8 pt-9">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-4 w-48" />
      <Skeleton className="mt-3 h-8 w-72" />
      <Skeleton className="mt-8 h-15 w-full rounded-xl" />
      <ListSkeleton rows={6} className="mt-6" />
    </div>
  );
}
