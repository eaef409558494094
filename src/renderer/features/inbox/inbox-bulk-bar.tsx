import { Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useTakeBack, type ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import type { Decisions } from './use-decisions.ts';

type InboxBulkBarProps = {
  proposals: readonly ShownProposal[];
  decisions: Decisions;
  onClear(): void;
};

export function InboxBulkBar({ proposals, decisions, onClear }: InboxBulkBarProps) {
  const { t } = useTranslation('inbox');
  const takeBack = useTakeBack();
  const isPending = proposals.every(({ status }) => status === 'pending');
  return (
    <BulkBar count={proposals.length} onClear={onClear}>
      {isPending ? (
        <>
          <IconButton side="top" label={t('approve')} keys="a" onClick={() => decisions.approve(proposals)}>
            <Check aria-hidden />
          </IconButton>
          <IconButton
            side="top"
            label={t('rejectWithReason')}
            keys="r"
            onClick={() => decisions.ask({ what: 'reject', proposals })}
          >
            <X aria-hidden />
          </IconButton>
        </>
      ) : (
        <Button
          size="sm"
          variant="ghost"
          busy={takeBack.isPending}
          onClick={() =>
            takeBack.mutate(
              proposals.map(({ id }) => id),
              { onSuccess: onClear },
            )
          }
        >
          {t('takeBack')}
        </Button>
      )}
    </BulkBar>
  );
}
