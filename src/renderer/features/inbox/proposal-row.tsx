import { Ban, CircleCheck, CircleX, Clock3, Replace, Sparkles, type LucideIcon } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoredProposalStatus } from '#shared/contracts/proposals.ts';
import { KindIcon } from '#renderer/entities/proposal/kind-icon.tsx';
import { PrincipalLabel } from '#renderer/entities/proposal/principal-label.tsx';
import type { ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { useProposalWords } from '#renderer/entities/proposal/proposal-words.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';

const DECIDED_ICONS: Record<Exclude<StoredProposalStatus, 'pending'>, readonly [LucideIcon, string]> = {
  applying: [Clock3, 'text-muted-foreground'],
  approved: [CircleCheck, 'text-success'],
  rejected: [Ban, 'text-muted-foreground'],
  failed: [CircleX, 'text-danger'],
  expired: [Clock3, 'text-muted-foreground'],
  superseded: [Replace, 'text-muted-foreground'],
};

type ProposalRowProps = { proposal: ShownProposal; isActive: boolean; isSelected: boolean };

export const ProposalRow = memo(function ProposalRow({ proposal, isActive, isSelected }: ProposalRowProps) {
  const { t } = useTranslation('inbox');
  const format = useFormat();
  const words = useProposalWords();
  const isPending = proposal.status === 'pending';
  return (
    <div className="h-full py-0.5">
      <div
        className={cn(
          'flex h-full flex-col justify-center gap-1 rounded-lg px-3',
          isPending && !isActive && !isSelected && 'proposal',
          isPending && (isActive || isSelected) && 'border border-dashed border-control',
          isActive && !isSelected && 'bg-card shadow-card',
        )}
      >
        <p className="flex items-center gap-1.5 text-xs text-muted-foreground">
          <StatusMark status={proposal.status} />
          <span className="truncate font-medium">{words.verb(proposal)}</span>
          {proposal.risk === 'high' && (
            <span className="shrink-0 rounded-sm bg-danger-soft px-1 text-danger-text">
              <span className="sr-only">{t('fact_risk')}: </span>
              {t('risk_high')}
            </span>
          )}
          <time
            dateTime={new Date(proposal.createdAt).toISOString()}
            className="ms-auto shrink-0 tabular-nums"
          >
            {format.ago(proposal.decidedAt ?? proposal.createdAt)}
          </time>
        </p>
        <p dir="auto" className="truncate text-sm font-medium">
          {words.title(proposal)}
        </p>
        <p className="flex items-center gap-3 text-xs text-muted-foreground">
          <PrincipalLabel principal={proposal.principal} />
          <span className="ms-auto flex shrink-0 items-center gap-1">
            <KindIcon kind={proposal.kind} className="size-3.5" />
            {words.kind(proposal.kind)}
          </span>
        </p>
      </div>
    </div>
  );
});

function StatusMark({ status }: { status: StoredProposalStatus }) {
  const { t } = useTranslation('inbox');
  if (status === 'pending') return <Sparkles aria-hidden className="size-3.5 text-secondary-text" />;
  const [Icon, colour] = DECIDED_ICONS[status];
  return (
    <>
      <Icon aria-hidden className={cn('size-3.5 shrink-0', colour)} />
      <span className="sr-only">{t(`status_${status}`)}: </span>
    </>
  );
}
