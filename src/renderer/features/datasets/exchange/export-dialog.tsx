import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetExportResult } from '#shared/contracts/dataset-exchange.ts';
import type { Dataset, DatasetVersion } from '#shared/contracts/datasets.ts';
import { JobProgress } from '#renderer/entities/job/job-progress.tsx';
import { useJob } from '#renderer/entities/job/job-queries.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { ExportFields } from './export-fields.tsx';
import { isComplete, newDraft, orderOf } from './export-order.ts';
import { useStartExport, useTakeExport } from './export-queries.ts';

type ExportDialogProps = {
  dataset: Dataset;
  versions: readonly DatasetVersion[];
  /** Null is the dataset as it is now. */
  version: number | null;
  onClose(): void;
};

/** Records as files that other programs read; the job goes on when the dialog is closed. */
export function ExportDialog({ dataset, versions, version, onClose }: ExportDialogProps) {
  const { t } = useTranslation('datasetExchange');
  const form = useId();
  const [draft, setDraft] = useState(() => newDraft(version));
  const start = useStartExport();
  const jobId = start.data?.jobId;
  const { job, error: failure } = useExportJob(jobId, onClose);
  const error = start.error ?? failure;
  const isUnderWay = jobId !== undefined && failure === null;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={t('exportTitle', { title: dataset.title })}
      description={t('exportText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t(isUnderWay ? 'closeAndGoOn' : 'cancel')}
          </Button>
          <Button
            variant="primary"
            type="submit"
            form={form}
            disabled={!isComplete(draft)}
            busy={start.isPending || isUnderWay}
          >
            {t('export')}
          </Button>
        </>
      }
    >
      <form
        id={form}
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete(draft)) start.mutate(orderOf(dataset.id, draft));
        }}
      >
        {error && <Banner tone="danger">{describeError(error).message}</Banner>}
        {isUnderWay && job && <JobProgress job={job} />}
        <ExportFields dataset={dataset} versions={versions} draft={draft} onChange={setDraft} />
      </form>
    </Dialog>
  );
}

/** Follows the job, and takes what it has written as soon as that is there. */
function useExportJob(jobId: string | undefined, onTaken: () => void) {
  const { data: job } = useJob(jobId);
  const { mutate, error: notTaken } = useTakeExport();
  const taken = useRef<string>(undefined);
  useEffect(() => {
    if (jobId === undefined || job?.status !== 'done' || taken.current === jobId) return;
    taken.current = jobId;
    // The result of this kind of job.
    mutate({ jobId, result: job.result as DatasetExportResult }, { onSuccess: onTaken });
  }, [job, jobId, mutate, onTaken]);
  const failed = job?.status === 'failed' ? new Error(job.error?.message ?? '') : null;
  return { job, error: failed ?? notTaken };
}
