import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetDraft } from '#shared/contracts/dataset-drafts.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ProblemList } from '../definition/problem-list.tsx';
import { SpecEditor } from '../definition/spec-editor.tsx';
import { ConfirmBar } from './confirm-bar.tsx';
import { DraftFacts } from './draft-facts.tsx';
import { useDraft } from './draft-queries.ts';
import { SampleCards } from './sample-cards.tsx';
import { useDraftEditing } from './use-draft-editing.ts';

type DraftViewProps = {
  draftId: string;
  onCreated(dataset: Dataset, tab?: 'runs' | 'definition'): void;
  onClose(): void;
};

/** A drafted definition: looked over, changed, confirmed. */
export function DraftView({ draftId, onCreated, onClose }: DraftViewProps) {
  const { t } = useTranslation('datasets');
  const { data, error, refetch } = useDraft(draftId);
  // Once it is confirmed it is gone, and the page with it.
  if (error && data === undefined) {
    return (
      <ErrorState
        error={error}
        onRetry={() => void refetch()}
        action={
          <Button variant="outline" onClick={onClose}>
            {t('title')}
          </Button>
        }
      />
    );
  }
  if (data === undefined) return <ListSkeleton rows={8} />;
  return <Draft fetched={data} onCreated={onCreated} onClose={onClose} />;
}

type DraftProps = Omit<DraftViewProps, 'draftId'> & { fetched: DatasetDraft };

function Draft({ fetched, onCreated, onClose }: DraftProps) {
  const { t } = useTranslation('datasets');
  const editing = useDraftEditing(fetched);
  const [isWrong, setIsWrong] = useState(false);
  const { draft, spec, change, isElsewhere, reset } = editing;
  return (
    <div className="flex flex-col gap-5">
      {isElsewhere && (
        <Banner
          tone="warning"
          actions={
            <Button size="sm" variant="outline" onClick={() => reset(fetched)}>
              {t('showNow')}
            </Button>
          }
        >
          {t('changedElsewhere')}
        </Banner>
      )}
      <DraftFacts editing={editing} />
      <ProblemList problems={draft.problems} />
      <SampleCards editing={editing} />
      <SpecEditor format="json" spec={spec} onChange={change} onWrong={setIsWrong} />
      <ConfirmBar editing={editing} isWrong={isWrong} onCreated={onCreated} onClose={onClose} />
    </div>
  );
}
