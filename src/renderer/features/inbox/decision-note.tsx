import { Link } from '@tanstack/react-router';
import { Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTakeBack, type ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';

type Decided = Exclude<ShownProposal['status'], 'pending'>;

const TONES: Record<Decided, 'success' | 'offline' | 'danger' | 'info'> = {
  applying: 'info',
  approved: 'success',
  rejected: 'offline',
  expired: 'offline',
  failed: 'danger',
  superseded: 'offline',
};

/** What the store may take back. */
const UNDOABLE: ReadonlySet<string> = new Set(['approved', 'rejected', 'failed']);

/** What became of it, in words, and the way back. */
export function DecisionNote({ proposal }: { proposal: ShownProposal }) {
  const { t } = useTranslation('inbox');
  const takeBack = useTakeBack();
  const { status } = proposal;
  if (status === 'pending') return null;
  const isByRule = proposal.decisionReason.startsWith('rule:');
  return (
    <Banner
      tone={TONES[status]}
      actions={
        UNDOABLE.has(status) && (
          <Button
            size="sm"
            variant="outline"
            icon={<Undo2 aria-hidden />}
            busy={takeBack.isPending}
            onClick={() => takeBack.mutate([proposal.id])}
          >
            {t(status === 'failed' ? 'tryAgain' : 'takeBack')}
          </Button>
        )
      }
    >
      <Told proposal={proposal} status={status} isByRule={isByRule} />
      {proposal.failure !== '' && <p className="mt-0.5">{proposal.failure}</p>}
      {!isByRule && proposal.decisionReason !== '' && (
        <p className="mt-0.5">
          {t('yourReason')}: <span dir="auto">{proposal.decisionReason}</span>
        </p>
      )}
    </Banner>
  );
}

type ToldProps = { proposal: ShownProposal; status: Decided; isByRule: boolean };

function Told({ proposal, status, isByRule }: ToldProps) {
  const { t } = useTranslation('inbox');
  const format = useFormat();
  const when = format.ago(proposal.decidedAt ?? proposal.createdAt);
  if (isByRule) {
    return (
      <p>
        {t('told_approved_rule', { when })}{' '}
        <Link
          to="/settings"
          search={{ section: 'permissions' }}
          className="rounded-sm font-medium underline underline-offset-2"
        >
          {t('seeRules')}
        </Link>
      </p>
    );
  }
  const isEdited = status === 'approved' && proposal.decidedInput != null;
  return <p>{isEdited ? t('told_approved_edited', { when }) : t(`told_${status}`, { when })}</p>;
}
