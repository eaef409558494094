import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProposalRisk } from '#shared/contracts/proposals.ts';
import { PrincipalLabel } from '#renderer/entities/proposal/principal-label.tsx';
import type { ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { usePlaceNames } from './place-names.ts';

const RISK_TONES: Record<ProposalRisk, 'neutral' | 'warning' | 'danger'> = {
  low: 'neutral',
  medium: 'warning',
  high: 'danger',
};

const LINK = 'truncate rounded-sm text-primary-text hover:underline';

export function ProposalFacts({ proposal }: { proposal: ShownProposal }) {
  const { t } = useTranslation('inbox');
  const format = useFormat();
  const { principalFacts, risk, runId } = proposal;
  return (
    <dl className="flex flex-col gap-2.5 text-sm">
      <Fact label={t('fact_principal')}>
        <PrincipalLabel principal={proposal.principal} />
        {principalFacts.kind !== 'user' && (
          <span className="text-meta">{t('fact_version', { version: principalFacts.version })}</span>
        )}
      </Fact>
      <Place proposal={proposal} />
      <Fact label={t('fact_risk')}>
        <Badge tone={RISK_TONES[risk]}>{t(`risk_${risk}`)}</Badge>
        <span className="text-muted-foreground">{t(`riskText_${risk}`)}</span>
      </Fact>
      <Fact label={t('fact_created')}>{format.instant(proposal.createdAt)}</Fact>
      {proposal.status === 'pending' && (
        <Fact label={t('fact_expires')}>
          {format.instant(proposal.expiresAt)}
          <span className="text-meta">{format.ago(proposal.expiresAt)}</span>
        </Fact>
      )}
      {runId !== null && (
        <Fact label={t('fact_run')}>
          <Link to="/activity" search={{ run: runId }} className={LINK}>
            {t('seeRun')}
          </Link>
        </Fact>
      )}
    </dl>
  );
}

/** Fetched names; nothing is shown until they are there. */
function Place({ proposal }: { proposal: ShownProposal }) {
  const { t } = useTranslation('inbox');
  const { project, client } = usePlaceNames(proposal);
  if (project === undefined && client === undefined) return null;
  return (
    <Fact label={t('fact_place')}>
      {project !== undefined && (
        <Link to="/projects/$projectId" params={{ projectId: project.id }} className={LINK}>
          {project.name}
        </Link>
      )}
      {client !== undefined && (
        <Link to="/clients/$clientId" params={{ clientId: client.id }} className={LINK}>
          {client.name}
        </Link>
      )}
    </Fact>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex gap-4">
      <dt className="w-28 shrink-0 text-[13px] leading-5 text-muted-foreground">{label}</dt>
      <dd className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-1 leading-5">{children}</dd>
    </div>
  );
}
