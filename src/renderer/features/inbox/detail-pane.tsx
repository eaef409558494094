import { ArrowLeft, Check, Inbox, PencilLine, ShieldCheck, X, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { ariaKeys } from '#renderer/lib/shortcuts.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { ProposalDetail } from './proposal-detail.tsx';
import type { Decisions } from './use-decisions.ts';

type DetailPaneProps = {
  id: string | undefined;
  query: { data: ShownProposal | undefined; error: Error | null; refetch(): unknown };
  decisions: Decisions;
  /** The list beside it has nothing to choose from. */
  isEmpty: boolean;
  onBack(): void;
};

export function DetailPane({ id, query, decisions, isEmpty, onBack }: DetailPaneProps) {
  const { t } = useTranslation('inbox');
  const { t: words } = useTranslation();
  const { data: proposal, error } = query;
  if (id === undefined) {
    return isEmpty ? null : (
      <div className="grid h-full place-items-center">
        <EmptyState icon={Inbox} title={t('nothingOpen')} text={t('nothingOpenText')} />
      </div>
    );
  }
  return (
    <div className="flex h-full flex-col">
      <div className="px-4 pt-3 @2xl/inbox:hidden">
        <IconButton label={words('back')} onClick={onBack}>
          <ArrowLeft aria-hidden className="rtl:-scale-x-100" />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {error && <ErrorState error={error} onRetry={() => void query.refetch()} />}
        {!proposal && !error && <ListSkeleton className="px-8 pt-8" />}
        {proposal && <ProposalDetail proposal={proposal} />}
      </div>
      {proposal?.status === 'pending' && <Actions proposal={proposal} decisions={decisions} />}
    </div>
  );
}

function Actions({ proposal, decisions }: { proposal: ShownProposal; decisions: Decisions }) {
  const { t } = useTranslation('inbox');
  return (
    <footer className="@container border-t border-border-subtle bg-card">
      <div className="mx-auto flex w-full max-w-2xl flex-wrap items-center gap-2 px-5 py-3 @lg:px-8">
        <Act
          label={t('approve')}
          keys="a"
          icon={Check}
          isMain
          onClick={() => decisions.approve([proposal])}
        />
        <Act
          label={t('edit')}
          text={t('editShort')}
          keys="e"
          icon={PencilLine}
          onClick={() => decisions.ask({ what: 'edit', proposal })}
        />
        <Act
          label={t('rejectWithReason')}
          text={t('reject')}
          keys="r"
          icon={X}
          onClick={() => decisions.ask({ what: 'reject', proposals: [proposal] })}
        />
        {proposal.risk === 'high' ? (
          <span className="ms-auto text-meta">{t('ruleNeverHigh')}</span>
        ) : (
          <Tooltip content={t('ruleTitle')} keys="w" side="top">
            <Button
              variant="ghost"
              className="ms-auto"
              icon={<ShieldCheck aria-hidden />}
              aria-keyshortcuts={ariaKeys('w')}
              onClick={() => decisions.ask({ what: 'rule', proposal })}
            >
              {t('alwaysAllow')}
            </Button>
          </Tooltip>
        )}
      </div>
    </footer>
  );
}

type ActProps = {
  label: string;
  /** What stands on it, where that is shorter. */
  text?: string;
  keys: string;
  icon: LucideIcon;
  isMain?: boolean;
  onClick(): void;
};

function Act({ label, text = label, keys, icon: Icon, isMain = false, onClick }: ActProps) {
  return (
    <Tooltip content={label} keys={keys} side="top">
      <Button
        variant={isMain ? 'primary' : 'outline'}
        icon={<Icon aria-hidden />}
        aria-keyshortcuts={ariaKeys(keys)}
        onClick={onClick}
      >
        {text}
        <Kbd keys={keys} decorative className="hidden @lg:inline-flex" />
      </Button>
    </Tooltip>
  );
}
