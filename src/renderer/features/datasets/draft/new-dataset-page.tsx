import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { DescribeView } from './describe-view.tsx';
import { DraftView } from './draft-view.tsx';
import type { NewDatasetSearch } from './new-search.ts';

type NewDatasetPageProps = {
  search: NewDatasetSearch;
  onSearchChange(search: NewDatasetSearch): void;
  onCreated(dataset: Dataset, tab?: 'runs' | 'definition'): void;
  onClose(): void;
};

/** From a description to a draft, from the draft to a dataset. */
export function NewDatasetPage({ search, onSearchChange, onCreated, onClose }: NewDatasetPageProps) {
  const { t } = useTranslation('datasets');
  const { draft, start } = search;
  return (
    <Page>
      <PageHeader
        title={draft === undefined ? t('newTitle') : t('draftTitle')}
        meta={draft === undefined ? t('newText') : t('draftText')}
        breadcrumb={
          <Link to="/datasets" className="rounded-sm hover:text-foreground hover:underline">
            {t('title')}
          </Link>
        }
      />
      <div className="px-8 pt-1">
        {draft === undefined ? (
          <DescribeView
            start={start}
            onDrafted={(id) => onSearchChange({ draft: id })}
            onCreated={onCreated}
          />
        ) : (
          <DraftView key={draft} draftId={draft} onCreated={onCreated} onClose={onClose} />
        )}
      </div>
    </Page>
  );
}
