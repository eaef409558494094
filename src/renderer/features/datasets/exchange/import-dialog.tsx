import { FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetImportMapping, DatasetInspection } from '#shared/contracts/dataset-exchange.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import type { ImportSource } from '#shared/contracts/imports.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { PathForm } from '#renderer/ui/path-form.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { Spinner } from '#renderer/ui/spinner.tsx';
import { cellText, columnsOf } from '../records/columns-of.ts';
import { useImport, useInspect, useUploadFile } from './import-queries.ts';

type ImportDialogProps = { dataset: Dataset; onClose(): void };

/** Records of a file, added to those that are there: what they become is shown before anything is written. */
export function ImportDialog({ dataset, onClose }: ImportDialogProps) {
  const { t } = useTranslation('datasetExchange');
  const [source, setSource] = useState<ImportSource>();
  const [mapping, setMapping] = useState<DatasetImportMapping>({});
  const inspection = useInspect(source, dataset.id, mapping);
  const begin = useImport();
  const error = inspection.error ?? begin.error;
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      size="lg"
      title={t('importTitle', { title: dataset.title })}
      description={t('importText')}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            variant="primary"
            disabled={source === undefined || !inspection.data}
            busy={begin.isPending}
            onClick={() =>
              source &&
              begin.mutate({ source, into: { datasetId: dataset.id }, mapping }, { onSuccess: onClose })
            }
          >
            {t('import')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        {error && <Banner tone="danger">{describeError(error).message}</Banner>}
        <SourceFields
          onChosen={(chosen) => {
            setMapping({});
            setSource(chosen);
          }}
        />
        {source !== undefined && inspection.isPending && <Spinner />}
        {source !== undefined && inspection.data && (
          <Preview
            inspection={inspection.data}
            columns={columnsOf(dataset.spec)}
            mapping={{ ...inspection.data.mapping, ...mapping }}
            onMapping={setMapping}
          />
        )}
      </div>
    </Dialog>
  );
}

function SourceFields({ onChosen }: { onChosen(source: ImportSource): void }) {
  const { t } = useTranslation('datasetExchange');
  const picker = useRef<HTMLInputElement>(null);
  const upload = useUploadFile();
  return (
    <div className="flex flex-col gap-3">
      <input
        ref={picker}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label={t('chooseFile')}
        accept=".json,.jsonl,.ndjson,.csv,.parquet"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) upload.mutate(file, { onSuccess: onChosen });
        }}
      />
      <Button
        variant="outline"
        className="self-start"
        icon={<FileUp aria-hidden />}
        busy={upload.isPending}
        onClick={() => picker.current?.click()}
      >
        {t('chooseFile')}
      </Button>
      {upload.error && <Banner tone="danger">{describeError(upload.error).message}</Banner>}
      <PathForm
        label={t('orPath')}
        example="/home/you/records.jsonl"
        submitLabel={t('look')}
        onChosen={(path) => onChosen({ path })}
      />
    </div>
  );
}

type PreviewProps = {
  inspection: DatasetInspection;
  columns: readonly string[];
  mapping: DatasetImportMapping;
  onMapping(mapping: DatasetImportMapping): void;
};

const LEAVE_OUT = '\0';

function Preview({ inspection, columns, mapping, onMapping }: PreviewProps) {
  const { t } = useTranslation('datasetExchange');
  const format = useFormat();
  const { sample, problems, judges } = inspection;
  const shown = [...new Set(sample.flatMap((row) => Object.keys(row)))].slice(0, 8);
  const targets = (column: string) => [
    { value: LEAVE_OUT, label: t('leaveOut') },
    ...[...new Set([...columns, column])].map((value) => ({ value, label: value })),
  ];
  return (
    <>
      <p className="text-sm text-muted-foreground tabular-nums">
        {inspection.records === null
          ? t('looked', { name: inspection.name, number: format.number(inspection.looked) })
          : t('holds', { name: inspection.name, number: format.number(inspection.records) })}
      </p>
      <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
        {inspection.columns.map((column) => (
          <div key={column} className="flex items-center gap-2 text-sm">
            <span className="min-w-0 flex-1 truncate" title={column}>
              {column}
            </span>
            <span aria-hidden className="text-muted-foreground">
              →
            </span>
            <Select
              label={t('becomes', { column })}
              className="w-44"
              value={mapping[column] === null ? LEAVE_OUT : (mapping[column] ?? column)}
              options={targets(column)}
              onValueChange={(value) =>
                onMapping({ ...mapping, [column]: value === LEAVE_OUT ? null : value })
              }
            />
          </div>
        ))}
      </div>
      {problems.length > 0 && (
        <Banner tone="warning">
          <p>{t('problems', { count: problems.length })}</p>
          <ul className="mt-1 flex flex-col gap-0.5 text-xs">
            {problems.slice(0, 5).map(({ row, message }) => (
              <li key={row + message}>
                {row}: {message}
              </li>
            ))}
          </ul>
        </Banner>
      )}
      <DataTable>
        <thead>
          <tr>
            {shown.map((column) => (
              <DataHead key={column}>{column}</DataHead>
            ))}
          </tr>
        </thead>
        <tbody>
          {sample.slice(0, 5).map((row) => (
            <tr key={JSON.stringify(row)}>
              {shown.map((column) => (
                <DataCell key={column} className="max-w-48 truncate">
                  {cellText(row[column])}
                </DataCell>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
      {judges.length > 0 && (
        <p className="text-sm text-muted-foreground">{t('judgesNotAsked', { names: format.list(judges) })}</p>
      )}
    </>
  );
}
