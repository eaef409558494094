import { Link } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import { KindIcon } from '#renderer/entities/proposal/kind-icon.tsx';
import type { ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { useProposalWords } from '#renderer/entities/proposal/proposal-words.ts';
import { SourceList } from '#renderer/entities/proposal/source-list.tsx';
import { itemPath } from '#renderer/lib/item-path.ts';
import { PlainText } from '#renderer/ui/plain-text.tsx';
import { ChangeTable } from '#renderer/entities/proposal/change-table.tsx';
import { DecisionNote } from './decision-note.tsx';
import { ProposalFacts } from './proposal-facts.tsx';

/** What would change, why, and what it rests on. */
export function ProposalDetail({ proposal }: { proposal: ShownProposal }) {
  const { t } = useTranslation('inbox');
  const isOpen = proposal.status === 'pending' || proposal.status === 'applying';
  return (
    <article
      aria-labelledby="proposal-title"
      className="mx-auto flex w-full max-w-2xl flex-col gap-6 px-8 pt-8 pb-10"
    >
      <Heading proposal={proposal} />
      {proposal.status !== 'pending' && <DecisionNote proposal={proposal} />}
      <Section title={t(isOpen ? 'changes' : 'changed')}>
        <ChangeTable fields={proposal.preview.fields} />
      </Section>
      <Section title={t('why')}>
        {proposal.reason.trim() === '' ? (
          <p className="text-sm text-muted-foreground">{t('noReason')}</p>
        ) : (
          <PlainText>{proposal.reason}</PlainText>
        )}
      </Section>
      <Section title={t('sources')}>
        {proposal.sources.length === 0 ? (
          <p className="text-sm text-muted-foreground">{t('noSources')}</p>
        ) : (
          <SourceList sources={proposal.sources} />
        )}
      </Section>
      <Section title={t('facts')}>
        <ProposalFacts proposal={proposal} />
      </Section>
    </article>
  );
}

function Heading({ proposal }: { proposal: ShownProposal }) {
  const { t } = useTranslation('inbox');
  const words = useProposalWords();
  const title = words.title(proposal);
  const kind = ITEM_KINDS.find((known) => known === proposal.kind);
  // A suggestion that was rejected or has expired lies in the trash.
  const isShown = proposal.status === 'pending' || proposal.status === 'approved';
  const itemId = proposal.entityId ?? (isShown ? proposal.suggestionId : null);
  return (
    <header>
      <p className="flex items-center gap-1.5 text-[13px] font-medium text-secondary-text">
        {proposal.status === 'pending' && <Sparkles aria-hidden className="size-4" />}
        {words.verb(proposal)}
        <span aria-hidden>·</span>
        <KindIcon kind={proposal.kind} className="size-3.5" />
        {words.kind(proposal.kind)}
      </p>
      <h2
        id="proposal-title"
        dir="auto"
        className="mt-1.5 text-xl leading-7 font-semibold tracking-[-0.5px] wrap-anywhere"
      >
        {title}
      </h2>
      {kind !== undefined && itemId !== null && (
        <Link
          to={itemPath(kind, itemId)}
          className="mt-1 inline-block rounded-sm text-[13px] font-medium text-primary-text hover:underline"
        >
          {proposal.entityId === null ? t('shownInPlace') : t('openItem', { title })}
        </Link>
      )}
    </header>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <h3 className="mb-2 text-[13px] font-semibold tracking-[-0.1px] text-muted-foreground">{title}</h3>
      {children}
    </section>
  );
}
