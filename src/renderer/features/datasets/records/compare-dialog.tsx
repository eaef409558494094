import { useTranslation } from 'react-i18next';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useRecord } from './record-queries.ts';

type CompareDialogProps = {
  datasetId: string;
  numbers: readonly [number, number];
  columns: readonly string[];
  onClose(): void;
};

/** Two records side by side, the columns they differ in marked. */
export function CompareDialog({ datasetId, numbers, columns, onClose }: CompareDialogProps) {
  const { t } = useTranslation('datasetPage');
  const left = useRecord(datasetId, numbers[0]);
  const right = useRecord(datasetId, numbers[1]);
  const error = left.error ?? right.error;
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} size="lg" title={t('compareTitle')}>
      {error && <ErrorState error={error} />}
      {!error && (!left.data || !right.data) && <ListSkeleton rows={4} />}
      {left.data && right.data && <Pair left={left.data} right={right.data} columns={columns} />}
    </Dialog>
  );
}

type PairProps = { left: DatasetRecord; right: DatasetRecord; columns: readonly string[] };

const shown = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 1);

function Pair({ left, right, columns }: PairProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const heading = ({ number }: DatasetRecord): string =>
    t('recordNumber', { number: format.number(number + 1) });
  const sides = (column: string): readonly [string, string] => [
    shown(left.value?.[column] ?? left.problem ?? undefined),
    shown(right.value?.[column] ?? right.problem ?? undefined),
  ];
  return (
    <DataTable className="table-fixed">
      <thead>
        <tr>
          <DataHead className="w-32">{t('column')}</DataHead>
          <DataHead>{heading(left)}</DataHead>
          <DataHead>{heading(right)}</DataHead>
        </tr>
      </thead>
      <tbody>
        {columns.map((column) => {
          const [one, other] = sides(column);
          const isDifferent = one !== other;
          return (
            <tr key={column}>
              <DataCell className="py-2 align-top break-words text-muted-foreground">
                {column}
                {isDifferent && <span className="block text-xs text-warning-text">{t('differs')}</span>}
              </DataCell>
              <Side text={one} isDifferent={isDifferent} />
              <Side text={other} isDifferent={isDifferent} />
            </tr>
          );
        })}
      </tbody>
    </DataTable>
  );
}

function Side({ text, isDifferent }: { text: string; isDifferent: boolean }) {
  return (
    <DataCell
      className={cn('py-2 align-top break-words whitespace-pre-wrap', isDifferent && 'bg-warning-soft')}
    >
      {text}
    </DataCell>
  );
}
