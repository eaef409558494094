import { Copy, Download, GitCompare, Snowflake, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Dataset, DatasetVersion } from '#shared/contracts/datasets.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useGeneratorName } from '../runs/run-words.tsx';
import { DiffDialog } from './diff-dialog.tsx';
import { useVersionActions, useVersions } from './version-queries.ts';

type VersionsTabProps = { dataset: Dataset; onFreeze(): void; onExport(version: number): void };

/** What was frozen, newest first. */
export function VersionsTab({ dataset, onFreeze, onExport }: VersionsTabProps) {
  const { t } = useTranslation('datasetPage');
  const { data: versions, error, refetch } = useVersions(dataset.id);
  const { remove } = useVersionActions(dataset.id);
  const [compared, setCompared] = useState<number>();
  if (error && !versions) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!versions) return <ListSkeleton rows={3} className="px-8" />;
  const newestFirst = versions.toSorted((left, right) => right.version - left.version);
  if (newestFirst.length === 0) {
    return (
      <EmptyState
        icon={Snowflake}
        title={t('noVersions')}
        text={t('noVersionsText')}
        action={
          dataset.made > 0 && (
            <Button variant="primary" onClick={onFreeze}>
              {t('freeze')}
            </Button>
          )
        }
      />
    );
  }
  return (
    <div className="flex flex-col gap-3 px-8 pb-12">
      <SectionHeading count={newestFirst.length}>{t('tab_versions')}</SectionHeading>
      <ul className="flex flex-col gap-3">
        {newestFirst.map((version) => (
          <li key={version.version}>
            <VersionCard
              name={dataset.name}
              version={version}
              onCompare={() => setCompared(version.version)}
              onExport={() => onExport(version.version)}
              onRemove={() => remove.mutate(version.version)}
            />
          </li>
        ))}
      </ul>
      {compared !== undefined && (
        <DiffDialog
          dataset={dataset}
          versions={newestFirst}
          from={compared}
          onClose={() => setCompared(undefined)}
        />
      )}
    </div>
  );
}

type VersionCardProps = {
  name: string;
  version: DatasetVersion;
  onCompare(): void;
  onExport(): void;
  onRemove(): void;
};

function VersionCard({ name, version, onCompare, onExport, onRemove }: VersionCardProps) {
  const { t } = useTranslation('datasetPage');
  const format = useFormat();
  const ref = `${name}@${version.version}`;
  const { lineage } = version;
  const copy = (): void => {
    void navigator.clipboard.writeText(ref).then(() => toastDone({ message: t('copied', { ref }) }));
  };
  const generatorName = useGeneratorName();
  const models = new Set(
    lineage.runs.flatMap((run) => (run.modelIds.length > 0 ? run.modelIds : [generatorName(run)])),
  );
  const facts = [
    t('recordsCount', { count: version.records, number: format.number(version.records) }),
    format.instant(version.createdAt),
    ...(models.size > 0 ? [[...models].join(', ')] : []),
    ...(lineage.edited > 0
      ? [t('editedCount', { count: lineage.edited, number: format.number(lineage.edited) })]
      : []),
  ];
  return (
    <Card className="flex flex-wrap items-center gap-x-4 gap-y-2 p-4">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          <span className="truncate text-sm font-semibold">{ref}</span>
          <IconButton size="xs" label={t('copyRef')} onClick={copy}>
            <Copy aria-hidden className="size-3.5" />
          </IconButton>
        </p>
        <p className="text-meta">{facts.join(' · ')}</p>
        {version.note !== '' && <p className="mt-1 text-sm">{version.note}</p>}
        <p className="mt-1 truncate font-mono text-xs text-muted-foreground" title={version.contentHash}>
          {t('contentHash', { hash: version.contentHash.slice(0, 16) })}
        </p>
      </div>
      <Button size="sm" variant="outline" icon={<GitCompare aria-hidden />} onClick={onCompare}>
        {t('compare')}
      </Button>
      <IconButton label={t('exportVersion', { ref })} onClick={onExport}>
        <Download aria-hidden />
      </IconButton>
      <IconButton label={t('removeVersion', { ref })} variant="danger-ghost" onClick={onRemove}>
        <Trash2 aria-hidden />
      </IconButton>
    </Card>
  );
}
