import { ArrowLeft, FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IMPORT_KINDS } from '#shared/contracts/choices.ts';
import type { ColumnMapping, ImportInspection, ImportKind } from '#shared/contracts/imports.ts';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useJob } from '#renderer/entities/job/job-queries.ts';
import { JobReport } from '#renderer/entities/job/job-report.tsx';
import { importOutcome, isOver } from '#renderer/entities/job/job-result.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ColumnTable } from './column-table.tsx';
import { useInspection, useStartImport, type ChosenSource } from './queries.ts';

type ReviewStepProps = { chosen: ChosenSource; onBack(): void; onStarted(jobId: string): void };

/** What was found, how it is read, and a trial run before anything is written. */
export function ReviewStep({ chosen, onBack, onStarted }: ReviewStepProps) {
  const { t } = useTranslation('imports');
  const [kind, setKind] = useState<ImportKind>();
  const inspection = useInspection(chosen.source, kind);
  return (
    <section aria-label={t('review')} className="flex flex-col gap-5">
      <div className="flex items-center gap-3">
        <Button
          variant="ghost"
          size="sm"
          icon={<ArrowLeft aria-hidden className="rtl:-scale-x-100" />}
          onClick={onBack}
        >
          {t('otherSource')}
        </Button>
        <h2 dir="auto" className="min-w-0 truncate text-base font-semibold tracking-[-0.3px]">
          {chosen.name}
        </h2>
      </div>
      {inspection.isPending && <ListSkeleton rows={4} />}
      {inspection.error && (
        <div className="flex flex-col items-center">
          <ErrorState
            error={inspection.error}
            onRetry={() => void inspection.refetch()}
            action={<Button onClick={onBack}>{t('otherSource')}</Button>}
            className="pb-4"
          />
          <KindSelect kind={kind} onKindChange={setKind} />
        </div>
      )}
      {inspection.data && (
        <Review
          // Another kind has other columns.
          key={inspection.data.kind}
          chosen={chosen}
          inspection={inspection.data}
          onKindChange={setKind}
          onStarted={onStarted}
        />
      )}
    </section>
  );
}

function KindSelect({
  kind,
  onKindChange,
}: {
  kind: ImportKind | undefined;
  onKindChange(kind: ImportKind): void;
}) {
  const { t } = useTranslation('imports');
  return (
    <Select
      label={t('readAs')}
      placeholder={t('readAs')}
      value={kind}
      onValueChange={onKindChange}
      options={IMPORT_KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
      className="w-60"
    />
  );
}

type ReviewProps = {
  chosen: ChosenSource;
  inspection: ImportInspection;
  onKindChange(kind: ImportKind): void;
  onStarted(jobId: string): void;
};

function Review({ chosen, inspection, onKindChange, onStarted }: ReviewProps) {
  const { t } = useTranslation('imports');
  const format = useFormat();
  const { kind, csv } = inspection;
  const [mapping, setMapping] = useState<ColumnMapping | undefined>(csv?.proposed);
  const [trialId, setTrialId] = useState<string>();
  const start = useStartImport((jobId, isDryRun) => (isDryRun ? setTrialId(jobId) : onStarted(jobId)));
  const run = (isDryRun: boolean): void => start.mutate({ source: chosen.source, kind, mapping, isDryRun });
  const lacksName =
    mapping !== undefined &&
    !Object.values(mapping.columns).some((field) => field === 'title' || field === 'name');
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3 rounded-xl border border-border-subtle bg-card px-5 py-4">
        <div className="flex items-center gap-3">
          <span className="text-[13px] text-muted-foreground">{t('readAs')}</span>
          <KindSelect kind={kind} onKindChange={onKindChange} />
        </div>
        <p className="text-meta tabular-nums">
          {t('files', { count: inspection.fileCount, number: format.number(inspection.fileCount) })} ·{' '}
          {format.bytes(inspection.sizeBytes)}
        </p>
      </div>
      {csv && mapping && (
        <ColumnTable
          kind={kind}
          csv={csv}
          mapping={mapping}
          onMappingChange={(next) => {
            setTrialId(undefined);
            setMapping(next);
          }}
        />
      )}
      {lacksName && <Banner tone="warning">{t('nameMissing')}</Banner>}
      {trialId !== undefined && <Trial jobId={trialId} />}
      <div className="sticky bottom-4 z-10 flex flex-wrap items-center justify-end gap-2 rounded-xl border border-border-subtle bg-popover p-2.5 shadow-raised">
        <p className="me-auto ps-2 text-[13px] text-muted-foreground">{t('undoPromise')}</p>
        <Button
          variant="outline"
          icon={<FlaskConical aria-hidden />}
          disabled={lacksName}
          busy={start.isPending && start.variables.isDryRun}
          onClick={() => run(true)}
        >
          {t('dryRun')}
        </Button>
        <Button
          variant="primary"
          disabled={lacksName}
          busy={start.isPending && !start.variables.isDryRun}
          onClick={() => run(false)}
        >
          {t('import')}
        </Button>
      </div>
    </>
  );
}

function Trial({ jobId }: { jobId: string }) {
  const { t } = useTranslation('imports');
  const { data: job, error, refetch } = useJob(jobId);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (job === undefined) return <ListSkeleton rows={3} />;
  const outcome = importOutcome(job);
  return (
    <section aria-label={t('dryRunResult')} className="flex flex-col gap-4">
      <h3 className="text-sm font-semibold">{t('dryRunResult')}</h3>
      {!isOver(job) && <JobProgress job={job} />}
      {job.error && <Banner tone="danger">{job.error.message}</Banner>}
      {outcome && <JobReport jobId={jobId} counts={outcome.counts} isDryRun />}
    </section>
  );
}
