import { FolderKanban, ListChecks, Milestone, NotebookText, UserRound, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { SearchKind } from '#shared/contracts/search.ts';
import { EXTERNAL_ICONS } from '#renderer/entities/external/external-icons.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Highlight } from '#renderer/ui/highlight.tsx';
import { PrivateMark } from '#renderer/ui/private-mark.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import type { FoundHit } from './best-order.ts';
import { plainExcerpt } from './plain-excerpt.ts';
import { WhyMark } from './why-mark.tsx';

export const KIND_ICONS: Record<SearchKind, LucideIcon> = {
  ...EXTERNAL_ICONS,
  task: ListChecks,
  note: NotebookText,
  project: FolderKanban,
  client: UserRound,
  checkpoint: Milestone,
};

const CLOSED = new Set(['done', 'cancelled', 'completed', 'archived']);

/** One result: what it is, what it is called, where in it something was found and why, where it belongs. */
export function HitRow({ found }: { found: FoundHit }) {
  const { hit, hasWords, near } = found;
  const { t } = useTranslation('search');
  const format = useFormat();
  const Icon = KIND_ICONS[hit.kind];
  const isClosed = hit.status !== null && CLOSED.has(hit.status);
  // Of what was found by its words, the place where they stand; else the passage that says it, with its headings.
  const passage = hasWords && hit.excerpt.ranges.length > 0 ? null : near;
  const { excerpt } = passage ?? hit;
  const headings = passage?.headings.join(' › ') ?? '';
  const place = [hit.clientName, hit.projectName].filter((name) => name !== null).join(' › ');
  return (
    <div className="flex h-full items-center gap-3.5 px-3">
      <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground group-hover/row:bg-accent">
        <Icon aria-hidden className="size-4.5" strokeWidth={1.7} />
      </span>
      <span className="sr-only">{t(`kind_${hit.kind}`)}</span>
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-1.5">
          <span
            dir="auto"
            className={cn('truncate text-sm font-medium', isClosed && 'text-muted-foreground')}
          >
            {hit.title.text === '' ? t('untitled') : <Highlight {...hit.title} />}
          </span>
          {hit.isPrivate && <PrivateMark />}
        </p>
        {(excerpt.text !== '' || headings !== '') && (
          <p dir="auto" className="truncate text-[13px] leading-5 text-muted-foreground">
            {headings !== '' && <span className="font-medium">{headings} </span>}
            <Highlight {...plainExcerpt(excerpt)} />
          </p>
        )}
      </div>
      <WhyMark found={found} />
      <div className="flex w-44 shrink-0 flex-col items-end gap-0.5 text-meta @max-2xl:w-28">
        {place !== '' && (
          <span className="flex max-w-full items-center gap-1.5">
            {hit.projectName !== null && <ColourDot colour={hit.projectColour} />}
            <span className="truncate" title={place}>
              {hit.projectName ?? place}
            </span>
          </span>
        )}
        <span className="tabular-nums">
          {hit.dueDate === null ? format.ago(hit.updatedAt) : t('dueOn', { day: format.day(hit.dueDate) })}
        </span>
      </div>
    </div>
  );
}
