import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePrincipalName } from './principal-label.tsx';
import { useProposalOfItem } from './proposal-queries.ts';

/** Who suggests it and why, with the way to its sources in the inbox. Nothing where no proposal stands behind it. */
export function SuggestionSource({ itemId }: { itemId: string }) {
  const { t } = useTranslation('inbox');
  const nameOf = usePrincipalName();
  const proposal = useProposalOfItem(itemId);
  if (proposal === undefined) return null;
  return (
    <p dir="auto" className="text-[13px] leading-5 text-muted-foreground wrap-anywhere">
      <span className="font-medium text-foreground">{nameOf(proposal.principal)}</span>
      {proposal.reason !== '' && `: ${proposal.reason}`}{' '}
      <Link
        to="/inbox"
        search={{ proposal: proposal.id }}
        className="rounded-sm font-medium text-primary-text hover:underline"
      >
        {t('seeSources')}
      </Link>
    </p>
  );
}
