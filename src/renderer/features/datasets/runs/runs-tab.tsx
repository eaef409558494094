import { History, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Dataset, DatasetRun } from '#shared/contracts/datasets.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useRuns, useWorkers, type RunActions } from './run-queries.ts';
import { RunStatusBadge, useGeneratorName } from './run-words.tsx';

type RunsTabProps = { dataset: Dataset; actions: RunActions; onShowRecords(runId: string): void };

/** Every run of a dataset, newest first, with what each made and cost. */
export function RunsTab({ dataset, actions, onShowRecords }: RunsTabProps) {
  const { t } = useTranslation('datasetPage');
  const runs = useRuns(dataset.id);
  const newest = runs.items[0];
  if (runs.error) return <ErrorState error={runs.error} onRetry={runs.retry} />;
  if (runs.isLoading) return <ListSkeleton rows={4} className="px-8" />;
  if (newest === undefined) {
    return <EmptyState icon={History} title={t('noRuns')} text={t('noRunsText')} />;
  }
  return (
    <div className="flex flex-col gap-6 px-8 pb-12">
      <section className="flex flex-col gap-2">
        <SectionHeading
          count={runs.total}
          actions={
            dataset.failed > 0 && (
              <Button
                size="sm"
                variant="outline"
                icon={<RotateCw aria-hidden />}
                busy={actions.retry.isPending}
                onClick={() => actions.retry.mutate()}
              >
                {t('retryFailed', { count: dataset.failed })}
              </Button>
            )
          }
        >
          {t('tab_runs')}
        </SectionHeading>
        <Card className="overflow-hidden">
          <RunTable runs={runs.items} onShowRecords={onShowRecords} />
        </Card>
      </section>
      <WorkerTable runId={newest.id} />
    </div>
  );
}

type RunTableProps = { runs: readonly DatasetRun[]; onShowRecords(runId: string): void };

function RunTable({ runs, onShowRecords }: RunTableProps) {
  const { t } = useTranslation('datasetPage');
  return (
    <DataTable>
      <thead>
        <tr>
          <DataHead>{t('started')}</DataHead>
          <DataHead>{t('kind')}</DataHead>
          <DataHead>{t('statusLabel')}</DataHead>
          <DataHead className="text-end">{t('recordsLabel')}</DataHead>
          <DataHead className="hidden lg:table-cell">{t('generator')}</DataHead>
          <DataHead className="hidden text-end lg:table-cell">{t('tokens')}</DataHead>
          <DataHead className="text-end">{t('cost')}</DataHead>
          <DataHead>
            <span className="sr-only">{t('open')}</span>
          </DataHead>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} onShowRecords={onShowRecords} />
        ))}
      </tbody>
    </DataTable>
  );
}

function RunRow({ run, onShowRecords }: { run: DatasetRun; onShowRecords(runId: string): void }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const dollars = useDollars();
  const generator = useGeneratorName()(run);
  const figures = { made: format.number(run.made), asked: format.number(run.asked) };
  return (
    <tr>
      <DataCell className="whitespace-nowrap">{format.instant(run.startedAt ?? run.createdAt)}</DataCell>
      <DataCell>{t(`run_${run.kind}`)}</DataCell>
      <DataCell>
        <RunStatusBadge status={run.status} />
        {run.problem !== null && <p className="mt-1 max-w-80 text-meta">{run.problem}</p>}
      </DataCell>
      <DataCell className="text-end whitespace-nowrap tabular-nums">
        {t('madeOf', figures)}
        {run.failed > 0 && (
          <span className="block text-xs text-danger-text">
            {t('failedCount', { count: run.failed, number: format.number(run.failed) })}
          </span>
        )}
        {run.duplicates > 0 && (
          <span className="block text-xs text-muted-foreground">
            {t('duplicatesCount', { count: run.duplicates, number: format.number(run.duplicates) })}
          </span>
        )}
      </DataCell>
      <DataCell className="hidden max-w-48 truncate lg:table-cell">{generator}</DataCell>
      <DataCell className="hidden text-end tabular-nums lg:table-cell">
        {format.number(run.inputTokens + run.outputTokens)}
      </DataCell>
      <DataCell className="text-end tabular-nums">{dollars(run.costMicros)}</DataCell>
      <DataCell className="text-end">
        <Button size="xs" variant="ghost" onClick={() => onShowRecords(run.id)}>
          {t('showRecords')}
        </Button>
      </DataCell>
    </tr>
  );
}

function WorkerTable({ runId }: { runId: string }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const dollars = useDollars();
  const { data: workers = [] } = useWorkers(runId);
  if (workers.length === 0) return null;
  return (
    <section className="flex flex-col gap-2">
      <SectionHeading>{t('workers')}</SectionHeading>
      <Card className="overflow-hidden">
        <DataTable>
          <thead>
            <tr>
              <DataHead>{t('worker')}</DataHead>
              <DataHead className="text-end">{t('madeLabel')}</DataHead>
              <DataHead className="text-end">{t('failedLabel')}</DataHead>
              <DataHead className="text-end">{t('calls')}</DataHead>
              <DataHead className="text-end">{t('meanTime')}</DataHead>
              <DataHead className="text-end">{t('workerRate')}</DataHead>
              <DataHead className="text-end">{t('tokens')}</DataHead>
              <DataHead className="text-end">{t('cost')}</DataHead>
              <DataHead className="text-end">{t('lastSeen')}</DataHead>
            </tr>
          </thead>
          <tbody>
            {workers.map((one) => (
              <tr key={one.worker}>
                <DataCell>{one.worker === 'main' ? t('thisProcess') : one.worker}</DataCell>
                <DataCell className="text-end tabular-nums">{format.number(one.made)}</DataCell>
                <DataCell className="text-end tabular-nums">{format.number(one.failed)}</DataCell>
                <DataCell className="text-end tabular-nums">{format.number(one.calls)}</DataCell>
                <DataCell className="text-end tabular-nums">
                  {t('milliseconds', { number: format.number(Math.round(one.meanDurationMs)) })}
                </DataCell>
                <DataCell className="text-end tabular-nums">
                  {one.ratePerSecond !== null && format.number(Math.round(one.ratePerSecond * 10) / 10)}
                </DataCell>
                <DataCell className="text-end tabular-nums">
                  {format.number(one.inputTokens + one.outputTokens)}
                </DataCell>
                <DataCell className="text-end tabular-nums">{dollars(one.costMicros)}</DataCell>
                <DataCell className="text-end">
                  {one.lastSeenAt !== null && format.ago(one.lastSeenAt)}
                </DataCell>
              </tr>
            ))}
          </tbody>
        </DataTable>
      </Card>
    </section>
  );
}
