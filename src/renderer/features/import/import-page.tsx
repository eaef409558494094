import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';
import { ExportSection } from './export-section.tsx';
import type { ImportSearch } from './import-search.ts';
import type { ChosenSource } from './queries.ts';
import { ReviewStep } from './review-step.tsx';
import { RunStep } from './run-step.tsx';
import { SourceStep } from './source-step.tsx';

type ImportPageProps = { search: ImportSearch; onSearchChange(search: ImportSearch): void };

/** Choose a source, look at what would come of it, bring it in, take it back if it is not right. */
export function ImportPage({ search, onSearchChange }: ImportPageProps) {
  const { t } = useTranslation('imports');
  const [chosen, setChosen] = useState<ChosenSource>();
  const startOver = (): void => {
    setChosen(undefined);
    onSearchChange({});
  };
  return (
    <Page className="max-w-4xl">
      <PageHeader title={t('title')} meta={t('subtitle')} />
      <div className="flex flex-col gap-10 px-8 pt-2">
        {search.job !== undefined && <RunStep key={search.job} jobId={search.job} onStartOver={startOver} />}
        {search.job === undefined && chosen !== undefined && (
          <ReviewStep chosen={chosen} onBack={startOver} onStarted={(job) => onSearchChange({ job })} />
        )}
        {search.job === undefined && chosen === undefined && (
          <>
            <SourceStep onChosen={setChosen} />
            <ExportSection />
          </>
        )}
      </div>
    </Page>
  );
}
