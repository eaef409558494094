import { Ban, CircleCheck, CircleX, History, LoaderCircle, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BackupRun } from '#shared/contracts/backup.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useBackupRuns } from './queries.ts';
import { useRunNote, useTimeWords } from './run-words.ts';

const MARKS: Record<BackupRun['outcome'], readonly [LucideIcon, string]> = {
  running: [LoaderCircle, 'animate-spin text-primary-text'],
  done: [CircleCheck, 'text-success'],
  failed: [CircleX, 'text-danger'],
  cancelled: [Ban, 'text-muted-foreground'],
};

/** What was done with the backup, newest first, and how it went. */
export function RunHistory() {
  const { t } = useTranslation('backup');
  const runs = useBackupRuns();
  const left = (runs.total ?? 0) - runs.items.length;
  return (
    <SettingGroup title={t('history')}>
      {runs.error && <ErrorState error={runs.error} onRetry={runs.retry} className="py-8" />}
      {runs.isLoading && <ListSkeleton rows={4} />}
      {!runs.isLoading && !runs.error && runs.items.length === 0 && (
        <EmptyState compact icon={History} title={t('noHistory')} text={t('noHistoryText')} />
      )}
      {runs.items.length > 0 && (
        <DataTable>
          <thead>
            <tr>
              <DataHead className="ps-5">{t('what')}</DataHead>
              <DataHead>{t('when')}</DataHead>
              <DataHead className="text-end">{t('took')}</DataHead>
              <DataHead className="pe-5 text-end">{t('moved')}</DataHead>
            </tr>
          </thead>
          <tbody>
            {runs.items.map((run) => (
              <RunRow key={run.id} run={run} />
            ))}
          </tbody>
        </DataTable>
      )}
      {left > 0 && (
        <div className="flex justify-center p-2">
          <Button variant="ghost" size="sm" onClick={runs.loadMore}>
            {t('showMore')}
          </Button>
        </div>
      )}
    </SettingGroup>
  );
}

function RunRow({ run }: { run: BackupRun }) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const time = useTimeWords();
  const { kind, outcome, startedAt, finishedAt, bytes } = run;
  const [Icon, colour] = MARKS[outcome];
  const note = useRunNote()(run);
  return (
    <tr>
      <DataCell className="py-2.5 ps-5">
        <span className="flex items-start gap-2.5">
          <Icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', colour)} />
          <span className="min-w-0">
            {t(`run_${kind}`)}
            <span
              className={cn(outcome === 'done' && 'sr-only', outcome !== 'done' && 'text-muted-foreground')}
            >
              {` · ${t(`outcome_${outcome}`)}`}
            </span>
            {note !== undefined && (
              <span className="mt-0.5 block max-w-xl text-xs leading-relaxed text-muted-foreground">
                {note}
              </span>
            )}
          </span>
        </span>
      </DataCell>
      <DataCell className="whitespace-nowrap text-muted-foreground">{format.instant(startedAt)}</DataCell>
      <DataCell className="text-end whitespace-nowrap text-muted-foreground tabular-nums">
        {finishedAt !== null && time((finishedAt - startedAt) / 1000)}
      </DataCell>
      <DataCell className="pe-5 text-end whitespace-nowrap text-muted-foreground tabular-nums">
        {bytes > 0 && format.bytes(bytes)}
      </DataCell>
    </tr>
  );
}
