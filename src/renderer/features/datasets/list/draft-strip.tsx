import { Link } from '@tanstack/react-router';
import { Sparkles, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatasetDraftSummary } from '#shared/contracts/dataset-drafts.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { useDiscardDraft } from './list-queries.ts';

/** Definitions that wait for a yes. */
export function DraftStrip({ drafts }: { drafts: readonly DatasetDraftSummary[] }) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const discard = useDiscardDraft();
  return (
    <section aria-labelledby="dataset-drafts">
      <SectionHeading count={drafts.length}>
        <span id="dataset-drafts">{t('draftsWaiting')}</span>
      </SectionHeading>
      <ul className="mt-2 grid gap-2 sm:grid-cols-2">
        {drafts.map(({ id, title, updatedAt }) => (
          <li key={id} className="proposal relative flex items-center gap-3 rounded-xl px-4 py-3">
            <Sparkles aria-hidden className="size-4 shrink-0 text-secondary-text" />
            <div className="min-w-0 flex-1">
              <Link
                to="/datasets/new"
                search={{ draft: id }}
                dir="auto"
                className="block truncate rounded-sm text-sm font-medium after:absolute after:inset-0 after:content-['']"
              >
                {t('draftOf', { title })}
              </Link>
              <p className="text-meta">{format.ago(updatedAt)}</p>
            </div>
            <IconButton
              size="xs"
              className="relative"
              label={t('discardDraft', { title })}
              onClick={() => discard.mutate(id)}
            >
              <X aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
