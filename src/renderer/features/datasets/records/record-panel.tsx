import { Check, ChevronDown, ChevronUp, Pencil, RefreshCw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatasetRecord } from '#shared/contracts/datasets.ts';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Banner } from '#renderer/ui/banner.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { Sheet } from '#renderer/ui/sheet.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { JsonTree } from './json-tree.tsx';
import { useRecord } from './record-queries.ts';

export type RecordVerbs = {
  onAccept(): void;
  onReject(): void;
  onEdit(): void;
  onRegenerate(): void;
  onStep(by: 1 | -1): void;
};

type RecordPanelProps = RecordVerbs & {
  datasetId: string;
  number: number | undefined;
  onClose(): void;
};

/** One record whole, and how it came about. */
export function RecordPanel({ datasetId, number, onClose, ...verbs }: RecordPanelProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const { data: record, error, refetch } = useRecord(datasetId, number);
  const title = t('recordNumber', { number: format.number((number ?? 0) + 1) });
  return (
    <Sheet
      open={number !== undefined}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={title}
      breadcrumb={<span className="tabular-nums">{title}</span>}
      actions={<PanelActions record={record} {...verbs} />}
    >
      {error && !record && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && !record && <ListSkeleton rows={5} className="px-2" />}
      {record && <RecordBody record={record} />}
    </Sheet>
  );
}

function PanelActions({ record, ...verbs }: RecordVerbs & { record: DatasetRecord | undefined }) {
  const { t } = useTranslation('datasetPage');
  const isMade = record?.value != null;
  return (
    <>
      <IconButton label={t('previous')} keys="k" onClick={() => verbs.onStep(-1)}>
        <ChevronUp aria-hidden />
      </IconButton>
      <IconButton label={t('next')} keys="j" onClick={() => verbs.onStep(1)}>
        <ChevronDown aria-hidden />
      </IconButton>
      <span aria-hidden className="mx-1 h-5 w-px bg-border" />
      {isMade && (
        <>
          <IconButton label={t('accept')} keys="a" onClick={verbs.onAccept}>
            <Check aria-hidden />
          </IconButton>
          <IconButton label={t('reject')} keys="r" onClick={verbs.onReject}>
            <X aria-hidden />
          </IconButton>
          <IconButton label={t('edit')} keys="e" onClick={verbs.onEdit}>
            <Pencil aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton label={t('regenerate')} keys="shift+g" onClick={verbs.onRegenerate}>
        <RefreshCw aria-hidden />
      </IconButton>
      <span aria-hidden className="mx-1 h-5 w-px bg-border" />
    </>
  );
}

const REVIEW_TONES = { open: 'neutral', accepted: 'success', rejected: 'danger' } as const;

function RecordBody({ record }: { record: DatasetRecord }) {
  const { t } = useTranslation('datasetPage');
  const scores = Object.entries(record.scores);
  const facets = Object.entries(record.facets);
  return (
    <div className="flex flex-col gap-5 px-5 pb-8">
      <div className="flex flex-wrap items-center gap-1.5">
        {record.state === 'failed' ? (
          <Badge tone="danger">{t('state_failed')}</Badge>
        ) : (
          <Badge tone={REVIEW_TONES[record.review]}>{t(`review_${record.review}`)}</Badge>
        )}
        {record.isEdited && <Badge tone="outline">{t('editedMark')}</Badge>}
      </div>
      {record.problem !== null && <Banner tone="danger">{record.problem}</Banner>}
      {record.value !== null && <JsonTree value={record.value} />}
      {record.issues.length > 0 && (
        <section>
          <SectionHeading count={record.issues.length}>{t('findingsHeading')}</SectionHeading>
          <ul className="flex flex-col gap-1">
            {record.issues.map(({ check, message }) => (
              <li
                key={`${check} ${message}`}
                className="rounded-lg bg-warning-soft px-3 py-2 text-sm text-warning-text"
              >
                <span className="font-medium">{check}</span> {message}
              </li>
            ))}
          </ul>
        </section>
      )}
      {scores.length > 0 && <Facts heading={t('scores')} facts={scores.map(([a, b]) => [a, String(b)])} />}
      {facets.length > 0 && (
        <Facts
          heading={t('facets')}
          facts={facets.map(([a, b]) => [a, typeof b === 'string' ? b : JSON.stringify(b)])}
        />
      )}
      <HowMade record={record} />
    </div>
  );
}

function HowMade({ record }: { record: DatasetRecord }) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const dollars = useDollars();
  const isModel = record.modelId !== null;
  const facts: [string, string][] = [
    [t('madeBy'), record.modelId ?? t('builtin')],
    [t('attempts'), format.number(record.attempts)],
    [t('seed'), String(record.seed)],
    [t('worker'), record.worker === 'main' ? t('thisProcess') : record.worker],
    ...(isModel
      ? ([
          [
            t('tokens'),
            t('tokensInOut', {
              input: format.number(record.inputTokens),
              output: format.number(record.outputTokens),
            }),
          ],
          [t('cost'), dollars(record.costMicros)],
          [t('took'), t('milliseconds', { number: format.number(record.durationMs) })],
        ] as [string, string][])
      : []),
    [t('changed'), format.instant(record.updatedAt)],
  ];
  return <Facts heading={t('howMade')} facts={facts} />;
}

function Facts({ heading, facts }: { heading: string; facts: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <SectionHeading>{heading}</SectionHeading>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="truncate text-muted-foreground">{name}</dt>
            <dd className="break-words tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
