import { Link, useNavigate } from '@tanstack/react-router';
import { Copy, Download, Ellipsis, FolderOpen, LockKeyhole, PencilLine, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isJobOver } from '#shared/contracts/job-status.ts';
import type { Dataset, DatasetRun } from '#shared/contracts/datasets.ts';
import { useDatasetActions } from '#renderer/entities/dataset/dataset-actions.ts';
import { datasetParam } from '#renderer/entities/dataset/dataset-param.ts';
import { JobStatusIcon } from '#renderer/entities/job/job-status.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { ContextMenu, ContextMenuContent, ContextMenuTrigger } from '#renderer/ui/context-menu.tsx';
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { CONTEXT_PARTS, DROPDOWN_PARTS, type MenuParts } from '#renderer/ui/menu-parts.tsx';
import { Progress } from '#renderer/ui/progress.tsx';
import { ExportDialog } from '../exchange/export-dialog.tsx';
import { useVersions } from '../versions/version-queries.ts';
import { useRunFigures } from './list-queries.ts';

/** One dataset: its records, how its last run went or how far it is, its version. */
export function DatasetRow({ dataset }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets');
  const { name, title, isPrivate, lastRun, lastVersion } = dataset;
  const isActive = lastRun !== null && !isJobOver(lastRun.status);
  const [isExporting, setIsExporting] = useState(false);
  const menu = { dataset, onExport: () => setIsExporting(true) };
  return (
    <>
      <ContextMenu>
        <ContextMenuTrigger asChild>
          <li className="relative flex items-center gap-4 px-4 py-3.5 transition-colors first:rounded-t-xl last:rounded-b-xl hover:bg-muted/60">
            <div className="min-w-0 flex-1">
              <p className="flex items-center gap-2">
                <Link
                  to="/datasets/$name"
                  params={{ name: datasetParam(dataset) }}
                  dir="auto"
                  className="truncate rounded-sm text-sm font-medium after:absolute after:inset-0 after:content-['']"
                >
                  {title}
                </Link>
                {isPrivate && (
                  <Badge>
                    <LockKeyhole aria-hidden />
                    {t('private')}
                  </Badge>
                )}
              </p>
              <p className="mt-0.5 truncate text-[13px] text-muted-foreground">
                <span dir="ltr">{name}</span> · <Counts dataset={dataset} />
              </p>
              {isActive && <RunBar run={lastRun} title={title} />}
            </div>
            <LastRun run={lastRun} />
            <span className="hidden w-24 shrink-0 text-end text-meta tabular-nums md:block">
              {lastVersion === null ? t('noVersion') : t('version', { version: lastVersion })}
            </span>
            <DropdownMenu>
              <DropdownMenuTrigger asChild>
                <IconButton className="relative" label={t('more', { title })}>
                  <Ellipsis aria-hidden />
                </IconButton>
              </DropdownMenuTrigger>
              <DropdownMenuContent align="end">
                <RowMenu {...menu} parts={DROPDOWN_PARTS} />
              </DropdownMenuContent>
            </DropdownMenu>
          </li>
        </ContextMenuTrigger>
        <ContextMenuContent>
          <RowMenu {...menu} parts={CONTEXT_PARTS} />
        </ContextMenuContent>
      </ContextMenu>
      {isExporting && <RowExport dataset={dataset} onClose={() => setIsExporting(false)} />}
    </>
  );
}

function Counts({ dataset: { made, failed, spec } }: { dataset: Dataset }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const records =
    made >= spec.records
      ? t('records', { count: made, number: format.number(made) })
      : t('recordsOf', { made: format.number(made), asked: format.number(spec.records) });
  const lost = failed === 0 ? [] : [t('failedCount', { count: failed, number: format.number(failed) })];
  return <span className="tabular-nums">{[records, ...lost].join(' · ')}</span>;
}

function LastRun({ run }: { run: DatasetRun | null }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  if (run === null) return <span className="shrink-0 text-meta">{t('notRun')}</span>;
  return (
    <span className="flex shrink-0 items-center gap-1.5 text-[13px] text-muted-foreground">
      <JobStatusIcon status={run.status} className="size-4" />
      {t(`status_${run.status}`)}
      <span className="hidden text-meta lg:inline">
        · {format.ago(run.finishedAt ?? run.startedAt ?? run.createdAt)}
      </span>
    </span>
  );
}

/** What this run is to make and how much of it is there. */
function RunBar({ run, title }: { run: DatasetRun; title: string }) {
  const { t } = useTranslation('datasets');
  const { data } = useRunFigures(run.id);
  const done = (data?.made ?? run.made) + (data?.failed ?? run.failed);
  return (
    <Progress
      label={t('progressOf', { title })}
      value={run.asked === 0 ? null : done / run.asked}
      className="mt-2 max-w-80"
    />
  );
}

/** As it is now, or any version of it. */
function RowExport({ dataset, onClose }: { dataset: Dataset; onClose(): void }) {
  const { data: versions = [] } = useVersions(dataset.id);
  return <ExportDialog dataset={dataset} versions={versions} version={null} onClose={onClose} />;
}

type RowMenuProps = { dataset: Dataset; parts: MenuParts; onExport(): void };

function RowMenu({ dataset, parts: { Item, Separator }, onExport }: RowMenuProps) {
  const { t } = useTranslation('datasets');
  const navigate = useNavigate();
  const { run, duplicate, remove } = useDatasetActions();
  const { made, lastRun, spec } = dataset;
  const canRun = made < spec.records && (lastRun === null || isJobOver(lastRun.status));
  const open = (tab?: 'definition'): void =>
    void navigate({ to: '/datasets/$name', params: { name: datasetParam(dataset) }, search: { tab } });
  return (
    <>
      <Item icon={<FolderOpen aria-hidden />} onSelect={() => open()}>
        {t('open')}
      </Item>
      {canRun && (
        <Item icon={<Play aria-hidden />} onSelect={() => run.mutate(dataset)}>
          {t('run')}
        </Item>
      )}
      <Item icon={<PencilLine aria-hidden />} onSelect={() => open('definition')}>
        {t('definition')}
      </Item>
      {made > 0 && (
        <Item icon={<Download aria-hidden />} onSelect={onExport}>
          {t('export')}
        </Item>
      )}
      <Item icon={<Copy aria-hidden />} onSelect={() => duplicate.mutate(dataset)}>
        {t('duplicate')}
      </Item>
      <Separator />
      <Item danger icon={<Trash2 aria-hidden />} onSelect={() => remove.mutate(dataset)}>
        {t('delete')}
      </Item>
    </>
  );
}
