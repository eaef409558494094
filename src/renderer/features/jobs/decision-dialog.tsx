import { RotateCw, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobDecision } from '#shared/contracts/jobs.ts';
import { useJobDetail } from '#renderer/entities/job/job-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useJobTitle } from '#renderer/lib/use-job-title.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceCards } from '#renderer/ui/choice-cards.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useDecide } from './queries.ts';

type Answer = 'repeat' | 'skip';
/** On the wire what is unknown may be missing. */
type ShownDecision = Omit<JobDecision, 'evidence'> & { readonly evidence?: unknown };

/** An effect of which nobody knows whether it happened: the person looks, and says. */
export function DecisionDialog({ jobId, onClose }: { jobId: string; onClose(): void }) {
  const { t } = useTranslation('jobs');
  const { t: common } = useTranslation();
  const { data: job, error, refetch } = useJobDetail(jobId);
  const titleOf = useJobTitle();
  const [answer, setAnswer] = useState<Answer>();
  const decide = useDecide();
  const decision = job?.decisions[0];
  const submit = (): void => {
    if (answer === undefined || decision === undefined) return;
    decide.mutate({ id: jobId, key: decision.key, answer }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('decisionTitle')}
      description={job && `${titleOf(job)}. ${t('decisionText')}`}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button variant="primary" disabled={answer === undefined} busy={decide.isPending} onClick={submit}>
            {t('answer')}
          </Button>
        </>
      }
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!job && !error && <ListSkeleton rows={3} />}
      {decision && (
        <div className="flex flex-col gap-5">
          <Evidence decision={decision} />
          <ChoiceCards<Answer>
            label={t('decisionTitle')}
            value={answer}
            onValueChange={setAnswer}
            choices={[
              { value: 'repeat', icon: RotateCw, title: t('repeat'), text: t('repeatText') },
              { value: 'skip', icon: SkipForward, title: t('skip'), text: t('skipText') },
            ]}
          />
        </div>
      )}
    </Dialog>
  );
}

function Evidence({ decision }: { decision: ShownDecision }) {
  const { t } = useTranslation('jobs');
  const format = useFormat();
  const facts = [
    [t('decisionStep'), decision.key],
    [t('decisionBegun'), `${format.instant(decision.begunAt)}, ${format.ago(decision.begunAt)}`],
    ...(decision.problem === null ? [] : [[t('decisionProblem'), decision.problem] as const]),
    ...evidenceFacts(decision.evidence),
  ] as const;
  return (
    <dl className="flex flex-col gap-2 rounded-xl border border-border-subtle bg-background/50 px-4 py-3 text-sm">
      {facts.map(([name, value]) => (
        <div key={name} className="flex gap-4">
          <dt className="w-32 shrink-0 text-[13px] leading-5 text-muted-foreground">{name}</dt>
          <dd dir="auto" className="min-w-0 flex-1 leading-5 whitespace-pre-wrap wrap-anywhere">
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** What the step says of itself, field by field. */
function evidenceFacts(evidence: unknown): readonly (readonly [string, string])[] {
  if (evidence === null || evidence === undefined) return [];
  if (typeof evidence !== 'object' || Array.isArray(evidence)) return [['', textOf(evidence)]];
  return Object.entries(evidence).map(([name, value]) => [name, textOf(value)] as const);
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 1);
}
