import { Link } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBackupStatus } from '#renderer/entities/backup/backup-queries.ts';
import { PointFacts } from '#renderer/entities/backup/point-facts.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { RestoreDialog } from '../restore-dialog.tsx';
import { usePreview } from './point-queries.ts';
import { ItemsView } from './items-view.tsx';
import { PreviewTable } from './preview-table.tsx';
import type { PointSearch } from './point-search.ts';

type PointPageProps = {
  sequence: number;
  search: PointSearch;
  onSearchChange(search: PointSearch): void;
  /** A restore of the whole has begun. */
  onDone(): void;
};

/** The workspace at a point in time: what going back would change, and single items to take out of it. */
export function PointPage({ sequence, search, onSearchChange, onDone }: PointPageProps) {
  const { t } = useTranslation('backup');
  const { data: preview, error, refetch } = usePreview(sequence);
  const { data: status } = useBackupStatus();
  const [isRestoring, setIsRestoring] = useState(false);
  const isAtWork = status?.state === 'running' || status?.state === 'paused';
  const view = search.view ?? 'whole';
  return (
    <Page>
      <PageHeader
        breadcrumb={
          <Link
            to="/backup"
            search={{ view: 'points' }}
            className="rounded-sm hover:text-foreground hover:underline"
          >
            {t('points')}
          </Link>
        }
        title={t('pointTitle')}
        actions={
          preview && (
            <Button
              variant="primary"
              icon={<RotateCcw aria-hidden />}
              disabled={isAtWork}
              onClick={() => setIsRestoring(true)}
            >
              {t('restoreAll')}
            </Button>
          )
        }
      />
      <div className="flex flex-col gap-6 px-8">
        {preview && <PointFacts point={preview.point} />}
        <Segmented
          label={t('view')}
          className="w-fit"
          value={view}
          onValueChange={(next) => onSearchChange(next === 'items' ? { view: next } : {})}
          segments={[
            { value: 'whole', label: t('view_whole') },
            { value: 'items', label: t('view_items') },
          ]}
        />
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!preview && !error && <Opening />}
        {preview && view === 'whole' && <PreviewTable preview={preview} />}
        {preview && view === 'items' && <ItemsView sequence={sequence} />}
      </div>
      {isRestoring && preview && (
        <RestoreDialog point={preview.point} onBegun={onDone} onClose={() => setIsRestoring(false)} />
      )}
    </Page>
  );
}

/** It is fetched and opened first, which takes some seconds. */
function Opening() {
  const { t } = useTranslation('backup');
  return (
    <div>
      <p role="status" className="mb-2 text-sm text-muted-foreground">
        {t('openingPoint')}
      </p>
      <ListSkeleton rows={5} />
    </div>
  );
}
