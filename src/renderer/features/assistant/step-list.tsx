import { Check, PencilLine, Sparkles, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChangeTable } from '#renderer/entities/proposal/change-table.tsx';
import { EditDialog } from '#renderer/entities/proposal/edit-dialog.tsx';
import { KindIcon } from '#renderer/entities/proposal/kind-icon.tsx';
import {
  useApproveProposals,
  useProposal,
  useRejectProposals,
  useTakeBack,
  type ShownProposal,
} from '#renderer/entities/proposal/proposal-queries.ts';
import { useProposalWords } from '#renderer/entities/proposal/proposal-words.ts';
import { cn } from '#renderer/lib/cn.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import type { ShownStep } from './shown.ts';

/** With more of them, what changes is shown when it is asked for. */
const SHOWN_IN_FULL = 3;

/** What the answer proposes, each step to be decided where it stands. */
export function StepList({ steps }: { steps: readonly ShownStep[] }) {
  const { t } = useTranslation('assistant');
  const words = useProposalWords();
  const approve = useApproveProposals();
  const reject = useRejectProposals();
  const open = steps.flatMap(({ proposal }) => (proposal?.status === 'pending' ? [proposal] : []));
  const named = (proposal: ShownProposal) => ({ id: proposal.id, title: words.title(proposal) });
  return (
    <section aria-label={t('steps', { count: steps.length })}>
      <div className="flex min-h-8 items-center gap-2">
        <h3 className="flex items-center gap-1.5 text-[13px] font-semibold text-secondary-text">
          <Sparkles aria-hidden className="size-3.5" />
          {t('steps', { count: steps.length })}
        </h3>
        {open.length > 1 && (
          <div className="ms-auto flex gap-1.5">
            <Button
              size="xs"
              variant="ghost"
              onClick={() => reject.mutate({ items: open.map(named), reason: '' })}
            >
              {t('rejectAll')}
            </Button>
            <Button
              size="xs"
              variant="primary"
              busy={approve.isPending}
              onClick={() =>
                approve.mutate(open.map((one) => ({ ...named(one), argumentsHash: one.argumentsHash })))
              }
            >
              {t('approveAll')}
            </Button>
          </div>
        )}
      </div>
      <ol className="mt-1.5 flex flex-col gap-2">
        {steps.map((step) => (
          <Step key={step.proposalId} step={step} isShort={steps.length <= SHOWN_IN_FULL} />
        ))}
      </ol>
    </section>
  );
}

/** While the answer is under way the step may have been decided since it was told. */
export function LiveStepList({ steps }: { steps: readonly ShownStep[] }) {
  return (
    <ol className="flex flex-col gap-2">
      {steps.map((step) => (
        <LiveStep key={step.proposalId} step={step} isShort={steps.length <= SHOWN_IN_FULL} />
      ))}
    </ol>
  );
}

type StepProps = { step: ShownStep; isShort: boolean };

function LiveStep({ step, isShort }: StepProps) {
  const { data } = useProposal(step.proposalId);
  return <Step step={{ ...step, proposal: data ?? step.proposal }} isShort={isShort} />;
}

function Step({ step: { proposal }, isShort }: StepProps) {
  const { t } = useTranslation('assistant');
  const words = useProposalWords();
  const [isOpen, setOpen] = useState(isShort);
  if (proposal === null) {
    return (
      <li className="rounded-xl bg-muted px-3.5 py-2.5 text-[13px] text-muted-foreground">{t('stepGone')}</li>
    );
  }
  const isPending = proposal.status === 'pending';
  const title = words.title(proposal);
  return (
    <li
      aria-label={title}
      className={cn(
        'rounded-xl px-3.5 py-3',
        isPending ? 'proposal' : 'border border-border-subtle bg-card/70',
      )}
    >
      <p className="flex items-center gap-1.5 text-xs font-medium text-secondary-text">
        <KindIcon kind={proposal.kind} className="size-3.5" />
        {words.verb(proposal)}
      </p>
      <p dir="auto" className="mt-0.5 text-sm font-medium wrap-anywhere">
        {title}
      </p>
      {proposal.reason !== '' && (
        <p dir="auto" className="mt-0.5 text-[13px] text-muted-foreground">
          {proposal.reason}
        </p>
      )}
      {isOpen ? (
        <ChangeTable fields={proposal.preview.fields} className="mt-2.5" />
      ) : (
        <Button size="xs" variant="link" className="-ms-2" onClick={() => setOpen(true)}>
          {t('showChanges')}
        </Button>
      )}
      {isPending ? <Decide proposal={proposal} title={title} /> : <Decided proposal={proposal} />}
    </li>
  );
}

function Decide({ proposal, title }: { proposal: ShownProposal; title: string }) {
  const { t } = useTranslation('assistant');
  const approve = useApproveProposals();
  const reject = useRejectProposals();
  const [isEditing, setEditing] = useState(false);
  const { id, argumentsHash } = proposal;
  return (
    <div className="mt-3 flex flex-wrap gap-1.5">
      <Button
        size="sm"
        variant="outline"
        icon={<Check aria-hidden />}
        aria-label={t('approveNamed', { name: title })}
        busy={approve.isPending}
        onClick={() => approve.mutate([{ id, title, argumentsHash }])}
      >
        {t('approve')}
      </Button>
      <Button
        size="sm"
        variant="outline"
        icon={<PencilLine aria-hidden />}
        aria-label={t('editNamed', { name: title })}
        onClick={() => setEditing(true)}
      >
        {t('edit')}
      </Button>
      <Button
        size="sm"
        variant="ghost"
        icon={<X aria-hidden />}
        aria-label={t('rejectNamed', { name: title })}
        busy={reject.isPending}
        onClick={() => reject.mutate({ items: [{ id, title }], reason: '' })}
      >
        {t('reject')}
      </Button>
      {isEditing && (
        <EditDialog
          proposal={proposal}
          onApproved={() => setEditing(false)}
          onClose={() => setEditing(false)}
        />
      )}
    </div>
  );
}

const WORDS = {
  applying: 'stepApplying',
  approved: 'stepApproved',
  rejected: 'stepRejected',
  expired: 'stepExpired',
  failed: 'stepFailed',
  superseded: 'stepSuperseded',
} as const;

function Decided({ proposal }: { proposal: ShownProposal }) {
  const { t } = useTranslation('assistant');
  const { t: inbox } = useTranslation('inbox');
  const takeBack = useTakeBack();
  const { id, status, failure } = proposal;
  if (status === 'pending') return null;
  const canUndo = status === 'approved' || status === 'rejected' || status === 'failed';
  return (
    <div className="mt-2 flex items-center gap-1.5 text-[13px]">
      <span
        className={cn(
          'flex items-center gap-1.5 font-medium',
          status === 'approved' && 'text-success-text',
          status === 'failed' && 'text-danger-text',
        )}
      >
        {status === 'approved' && <Check aria-hidden className="size-4" />}
        {t(WORDS[status])}
      </span>
      {failure !== '' && <span className="min-w-0 text-muted-foreground">{failure}</span>}
      {canUndo && (
        <IconButton
          size="xs"
          label={inbox(status === 'failed' ? 'tryAgain' : 'takeBack')}
          className="ms-auto"
          disabled={takeBack.isPending}
          onClick={() => takeBack.mutate([id])}
        >
          <Undo2 aria-hidden className="size-3.5" />
        </IconButton>
      )}
    </div>
  );
}
