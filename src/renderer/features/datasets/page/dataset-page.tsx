import { Link } from '@tanstack/react-router';
import { Download, Play, Plus, RotateCw, Snowflake } from 'lucide-react';
import { useCallback, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ChartsTab } from '../charts/charts-tab.tsx';
import { DefinitionView } from '../definition/definition-view.tsx';
import { CollectDialog } from '../exchange/collect-dialog.tsx';
import { ExportDialog } from '../exchange/export-dialog.tsx';
import { ImportDialog } from '../exchange/import-dialog.tsx';
import { RecordsTab } from '../records/records-tab.tsx';
import { isUnfinished, useRunActions, type RunActions } from '../runs/run-queries.ts';
import { RunPanel } from '../runs/run-panel.tsx';
import { RunsTab } from '../runs/runs-tab.tsx';
import { FreezeDialog } from '../versions/freeze-dialog.tsx';
import { useVersions } from '../versions/version-queries.ts';
import { VersionsTab } from '../versions/versions-tab.tsx';
import { CheckPanel } from './check-panel.tsx';
import { DatasetMenu } from './dataset-menu.tsx';
import { useCounts, useDataset } from './dataset-queries.ts';
import { DATASET_TABS, type DatasetSearch, type DatasetTab } from './dataset-search.ts';
import { StartDialog } from './start-dialog.tsx';

type DatasetPageProps = {
  name: string;
  search: DatasetSearch;
  onSearchChange(search: DatasetSearch): void;
  onRemoved(): void;
  onOpen(name: string): void;
};

/** One dataset: what it holds, what makes it, and what it became. */
export function DatasetPage({ name, ...page }: DatasetPageProps) {
  const { t } = useTranslation('datasetPage');
  const { data: dataset, error, refetch } = useDataset(name);
  if (error && !dataset) {
    return (
      <ErrorState
        heading="h1"
        error={error}
        onRetry={() => void refetch()}
        action={
          <Link to="/datasets" className={buttonStyles({ variant: 'ghost' })}>
            {t('backToList')}
          </Link>
        }
      />
    );
  }
  if (!dataset) return <ListSkeleton className="px-8 pt-8" />;
  return <Whole dataset={dataset} {...page} />;
}

type PageDialog = 'start' | 'freeze' | 'import' | 'collect' | { readonly exported: number | null };

type WholeProps = Omit<DatasetPageProps, 'name'> & { dataset: Dataset };

function Whole({ dataset, search, onSearchChange, onRemoved, onOpen }: WholeProps) {
  const { t } = useTranslation('datasetPage');
  const actions = useRunActions(dataset.id);
  const [dialog, setDialog] = useState<PageDialog>();
  const tab = search.tab ?? 'records';
  const showTab = useCallback((next: DatasetTab) => onSearchChange({ tab: next }), [onSearchChange]);
  const showRecords = useCallback(
    (filter: DatasetSearch) => onSearchChange({ ...filter, tab: 'records' }),
    [onSearchChange],
  );
  const { lastRun } = dataset;
  const mainAction = <MainAction dataset={dataset} actions={actions} onAddMore={() => setDialog('start')} />;
  useDatasetCommands(dataset, { showTab, freeze: () => setDialog('freeze') });
  return (
    <PageFrame className="max-w-none">
      <PageHeader
        title={dataset.title}
        windowTitle={dataset.title}
        breadcrumb={
          <Link to="/datasets" className="rounded-sm hover:text-foreground hover:underline">
            {t('datasets')}
          </Link>
        }
        meta={<Facts dataset={dataset} />}
        actions={
          <>
            {dataset.made > 0 && (
              <Button variant="outline" icon={<Snowflake aria-hidden />} onClick={() => setDialog('freeze')}>
                {t('freeze')}
              </Button>
            )}
            {dataset.made > 0 && (
              <Button
                variant="outline"
                icon={<Download aria-hidden />}
                onClick={() => setDialog({ exported: null })}
              >
                {t('export')}
              </Button>
            )}
            {mainAction}
            <DatasetMenu
              dataset={dataset}
              actions={actions}
              onCheck={(judges) => actions.check.mutate(judges)}
              onImport={() => setDialog('import')}
              onCollect={() => setDialog('collect')}
              onRemoved={onRemoved}
              onOpen={onOpen}
            />
          </>
        }
      />
      <div className="flex flex-col gap-3 px-8 pb-4">
        {lastRun !== null && lastRun.status !== 'done' && <RunPanel run={lastRun} actions={actions} />}
        <CheckPanel datasetId={dataset.id} />
        <Segmented
          label={t('tabs')}
          value={tab}
          onValueChange={showTab}
          segments={DATASET_TABS.map((value) => ({ value, label: t(`tab_${value}`) }))}
          className="self-start"
        />
      </div>
      {tab === 'records' && (
        <RecordsTab
          dataset={dataset}
          search={search}
          onSearchChange={onSearchChange}
          emptyAction={mainAction}
        />
      )}
      {tab === 'charts' && (
        <Scrolled>
          <Charts dataset={dataset} onShowRecords={showRecords} />
        </Scrolled>
      )}
      {tab === 'runs' && (
        <Scrolled>
          <RunsTab dataset={dataset} actions={actions} onShowRecords={(run) => showRecords({ run })} />
        </Scrolled>
      )}
      {tab === 'versions' && (
        <Scrolled>
          <VersionsTab
            dataset={dataset}
            onFreeze={() => setDialog('freeze')}
            onExport={(version) => setDialog({ exported: version })}
          />
        </Scrolled>
      )}
      {tab === 'definition' && (
        <Scrolled>
          <div className="px-8 pb-12">
            <DefinitionView datasetId={dataset.id} />
          </div>
        </Scrolled>
      )}
      {dialog !== undefined && (
        <Dialogs
          dataset={dataset}
          dialog={dialog}
          actions={actions}
          onClose={() => setDialog(undefined)}
          onFrozen={() => showTab('versions')}
          onOpen={onOpen}
        />
      )}
    </PageFrame>
  );
}

type DialogsProps = {
  dataset: Dataset;
  dialog: PageDialog;
  actions: RunActions;
  onClose(): void;
  onFrozen(): void;
  onOpen(name: string): void;
};

function Dialogs({ dataset, dialog, actions, onClose, onFrozen, onOpen }: DialogsProps) {
  const { data: versions = [] } = useVersions(dataset.id);
  if (dialog === 'start') return <StartDialog dataset={dataset} start={actions.start} onClose={onClose} />;
  if (dialog === 'import') return <ImportDialog dataset={dataset} onClose={onClose} />;
  if (dialog === 'collect') return <CollectDialog onClose={onClose} onBegan={onOpen} />;
  if (dialog === 'freeze') {
    const frozen = (): void => {
      onClose();
      onFrozen();
    };
    return <FreezeDialog dataset={dataset} onClose={onClose} onFrozen={frozen} />;
  }
  return <ExportDialog dataset={dataset} versions={versions} version={dialog.exported} onClose={onClose} />;
}

function Scrolled({ children }: { children: ReactNode }) {
  return <div className="min-h-0 flex-1 overflow-y-auto">{children}</div>;
}

function Charts({
  dataset,
  onShowRecords,
}: {
  dataset: Dataset;
  onShowRecords(filter: DatasetSearch): void;
}) {
  const counts = useCounts(dataset.id);
  return (
    <ChartsTab
      dataset={dataset}
      changedAtMs={counts.dataUpdatedAt}
      isGrowing={isUnfinished(dataset.lastRun)}
      onShowRecords={onShowRecords}
    />
  );
}

function Facts({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const dollars = useDollars();
  const counted = (count: number): { count: number; number: string } => ({
    count,
    number: format.number(count),
  });
  const facts = [
    dataset.name,
    t('recordsCount', counted(dataset.made)),
    dataset.failed > 0 ? t('failedCount', counted(dataset.failed)) : undefined,
    dataset.accepted > 0 ? t('acceptedCount', counted(dataset.accepted)) : undefined,
    dataset.rejected > 0 ? t('rejectedCount', counted(dataset.rejected)) : undefined,
    dataset.withIssues > 0 ? t('withFindings', counted(dataset.withIssues)) : undefined,
    dataset.costMicros > 0 ? dollars(dataset.costMicros) : undefined,
    dataset.lastVersion === null ? undefined : t('versionShort', { version: dataset.lastVersion }),
  ];
  return (
    <span className="flex flex-wrap items-center gap-x-2 tabular-nums">
      {dataset.isPrivate && <PrivateMark />}
      {facts.filter((fact) => fact !== undefined).join(' · ')}
    </span>
  );
}

type MainActionProps = { dataset: Dataset; actions: RunActions; onAddMore(): void };

/** The next thing to do: the first records, what a stopped run left, the failed ones, or more. */
function MainAction({ dataset, actions, onAddMore }: MainActionProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { lastRun, spec } = dataset;
  if (isUnfinished(lastRun)) return null;
  if (lastRun === null && dataset.made === 0) {
    return (
      <Button
        variant="primary"
        icon={<Play aria-hidden />}
        busy={actions.start.isPending}
        onClick={() => actions.start.mutate({})}
      >
        {t('generateCount', { count: spec.records, number: format.number(spec.records) })}
      </Button>
    );
  }
  if (dataset.failed > 0) {
    return (
      <>
        <Button icon={<Plus aria-hidden />} onClick={onAddMore}>
          {t('addMore')}
        </Button>
        <Button
          variant="primary"
          icon={<RotateCw aria-hidden />}
          busy={actions.retry.isPending}
          onClick={() => actions.retry.mutate()}
        >
          {t('retryFailed', { count: dataset.failed })}
        </Button>
      </>
    );
  }
  return (
    <Button variant="primary" icon={<Plus aria-hidden />} onClick={onAddMore}>
      {t('addMore')}
    </Button>
  );
}

type PageVerbs = { showTab(tab: DatasetTab): void; freeze(): void };

function useDatasetCommands(dataset: Dataset, { showTab, freeze }: PageVerbs): void {
  const { t } = useTranslation('datasetPage');
  const group = dataset.title;
  useCommands([
    ...DATASET_TABS.map((tab, at) => ({
      id: `dataset.tab.${tab}`,
      title: t(`tab_${tab}`),
      group,
      keys: String(at + 1),
      run: () => showTab(tab),
    })),
    {
      id: 'dataset.freeze',
      title: t('freeze'),
      group,
      icon: Snowflake,
      enabled: dataset.made > 0,
      run: freeze,
    },
  ]);
}
