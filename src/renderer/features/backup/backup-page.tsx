import { CloudUpload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupStatus } from '#shared/contracts/backup.ts';
import { useBackupDeed, useBackupStatus } from '#renderer/entities/backup/backup-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { CardGridSkeleton } from '#renderer/ui/skeleton.tsx';
import { BACKUP_VIEWS, type BackupSearch, type BackupView } from './backup-search.ts';
import { NotSetUp } from './not-set-up.tsx';
import { OverviewView } from './overview-view.tsx';
import { PointsView } from './points-view.tsx';
import { SettingsView } from './settings-view.tsx';
import { SetUpWizard } from './set-up/set-up-wizard.tsx';
import { remedyFor } from './trouble/remedy.ts';

type BackupPageProps = {
  search: BackupSearch;
  onSearchChange(search: BackupSearch): void;
};

export function BackupPage({ search, onSearchChange }: BackupPageProps) {
  const { t } = useTranslation('backup');
  const { data: status, error, refetch } = useBackupStatus();
  if (status && search.setUp) return <SetUpWizard status={status} onClose={() => onSearchChange({})} />;
  if (status?.state === 'not_set_up') return <NotSetUp onBegin={() => onSearchChange({ setUp: true })} />;
  if (status) {
    return (
      <SetUpPage
        status={status}
        view={search.view ?? 'overview'}
        onViewChange={(view) => onSearchChange({ view })}
      />
    );
  }
  return (
    <Page>
      <PageHeader title={t('title')} />
      {error ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : (
        <CardGridSkeleton cards={3} className="px-8" />
      )}
    </Page>
  );
}

type SetUpPageProps = {
  status: BackupStatus;
  view: BackupView;
  onViewChange(view: BackupView): void;
};

function SetUpPage({ status, view, onViewChange }: SetUpPageProps) {
  const { t } = useTranslation('backup');
  const deed = useBackupDeed();
  const isAtWork = status.state === 'running' || status.state === 'paused';
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={
          <span className="block truncate">
            {t('to')} <bdi>{status.placeLabel}</bdi>
          </span>
        }
        actions={
          <Button
            // Where something else comes first, that is the one that stands out.
            variant={remedyFor(status) ? 'outline' : 'primary'}
            icon={<CloudUpload aria-hidden />}
            disabled={isAtWork}
            busy={deed.isPending}
            onClick={() => deed.mutate('start')}
          >
            {t('backUpNow')}
          </Button>
        }
      />
      <div className="flex flex-col gap-6 px-8">
        <Segmented
          label={t('view')}
          className="w-fit"
          value={view}
          onValueChange={onViewChange}
          segments={BACKUP_VIEWS.map((value) => ({ value, label: t(`view_${value}`) }))}
        />
        <div key={view} className="flex animate-page flex-col gap-9">
          {view === 'overview' && <OverviewView status={status} />}
          {view === 'points' && <PointsView />}
          {view === 'settings' && <SettingsView status={status} />}
        </div>
      </div>
    </Page>
  );
}
