import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetDiff, DatasetDifference } from '#shared/contracts/dataset-versions.ts';
import type { Dataset, DatasetVersion } from '#shared/contracts/datasets.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Equal } from 'lucide-react';
import { columnsOf } from '../records/columns-of.ts';
import { useDiff } from './version-queries.ts';

type DiffDialogProps = {
  dataset: Dataset;
  versions: readonly DatasetVersion[];
  from: number;
  onClose(): void;
};

const NOW = 'now';
const BY_NUMBER = '#';
const PAGE = 50;

/** What differs between two versions, or between one and the records as they are now. */
export function DiffDialog({ dataset, versions, from: first, onClose }: DiffDialogProps) {
  const { t } = useTranslation('datasetPage');
  const [from, setFrom] = useState(String(first));
  const [to, setTo] = useState(NOW);
  const [key, setKey] = useState(BY_NUMBER);
  const [offset, setOffset] = useState(0);
  const side = (value: string): number | null => (value === NOW ? null : Number(value));
  const {
    data: diff,
    error,
    refetch,
  } = useDiff({
    datasetId: dataset.id,
    from: side(from),
    to: side(to),
    key: key === BY_NUMBER ? undefined : key,
    offset,
    limit: PAGE,
  });
  const sides = [
    { value: NOW, label: t('asItIsNow') },
    ...versions.map(({ version }) => ({ value: String(version), label: `${dataset.name}@${version}` })),
  ];
  const change = (set: (value: string) => void) => (value: string) => {
    set(value);
    setOffset(0);
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()} size="lg" title={t('diffTitle')}>
      <div className="mb-4 grid grid-cols-3 gap-3">
        <Field label={t('diffFrom')}>
          {({ id }) => <Select id={id} value={from} options={sides} onValueChange={change(setFrom)} />}
        </Field>
        <Field label={t('diffTo')}>
          {({ id }) => <Select id={id} value={to} options={sides} onValueChange={change(setTo)} />}
        </Field>
        <Field label={t('diffBy')}>
          {({ id }) => (
            <Select
              id={id}
              value={key}
              options={[
                { value: BY_NUMBER, label: t('byNumber') },
                ...columnsOf(dataset.spec).map((column) => ({ value: column, label: column })),
              ]}
              onValueChange={change(setKey)}
            />
          )}
        </Field>
      </div>
      {error && !diff && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !diff && <ListSkeleton rows={4} />}
      {diff && <Differences diff={diff} offset={offset} onOffset={setOffset} />}
    </Dialog>
  );
}

type DifferencesProps = { diff: DatasetDiff; offset: number; onOffset(offset: number): void };

function Differences({ diff, offset, onOffset }: DifferencesProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const all = diff.added + diff.removed + diff.changed;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap gap-1.5" aria-live="polite">
        <Badge tone="success">{t('diffAdded', { number: format.number(diff.added) })}</Badge>
        <Badge tone="danger">{t('diffRemoved', { number: format.number(diff.removed) })}</Badge>
        <Badge tone="warning">{t('diffChanged', { number: format.number(diff.changed) })}</Badge>
        <Badge>{t('diffSame', { number: format.number(diff.same) })}</Badge>
        {diff.columns.map(({ column, changed }) => (
          <Badge key={column} tone="outline">
            {column} {format.number(changed)}
          </Badge>
        ))}
      </div>
      {diff.definition.length > 0 && (
        <p className="text-sm text-muted-foreground">
          {t('definitionDiffers', { parts: format.list(diff.definition) })}
        </p>
      )}
      {all === 0 && <EmptyState compact icon={Equal} title={t('noDifference')} />}
      <ul className="flex flex-col gap-2">
        {diff.items.map((item) => (
          <Difference key={`${item.kind}-${item.number}`} item={item} />
        ))}
      </ul>
      {all > PAGE && (
        <div className="flex items-center justify-between text-meta">
          <Button size="sm" variant="ghost" disabled={offset === 0} onClick={() => onOffset(offset - PAGE)}>
            {t('previousPage')}
          </Button>
          <span className="tabular-nums">
            {t('range', {
              from: format.number(offset + 1),
              to: format.number(Math.min(offset + PAGE, all)),
              all: format.number(all),
            })}
          </span>
          <Button
            size="sm"
            variant="ghost"
            disabled={offset + PAGE >= all}
            onClick={() => onOffset(offset + PAGE)}
          >
            {t('nextPage')}
          </Button>
        </div>
      )}
    </div>
  );
}

const TONES = { added: 'success', removed: 'danger', changed: 'warning' } as const;
const text = (value: unknown): string =>
  value === undefined ? '—' : typeof value === 'string' ? value : JSON.stringify(value);

function Difference({ item }: { item: DatasetDifference }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { kind, before, after, columns } = item;
  const whole = after ?? before ?? {};
  return (
    <li className="rounded-lg border border-border-subtle p-3">
      <p className="mb-1.5 flex items-center gap-2 text-sm font-medium">
        <Badge tone={TONES[kind]}>{t(`diff_${kind}`)}</Badge>
        {t('recordNumber', { number: format.number(item.number + 1) })}
      </p>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {(kind === 'changed' ? columns : Object.keys(whole)).map((column) => (
          <div key={column} className="contents">
            <dt className="truncate text-muted-foreground">{column}</dt>
            <dd className="min-w-0 break-words">
              {kind === 'changed' ? (
                <>
                  <del className="rounded bg-danger-soft px-1 text-danger-text no-underline">
                    {text(before?.[column])}
                  </del>{' '}
                  <ins className="rounded bg-success-soft px-1 text-success-text no-underline">
                    {text(after?.[column])}
                  </ins>
                </>
              ) : (
                text(whole[column])
              )}
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
