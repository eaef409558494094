import { Link } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import type { Citation } from '#shared/contracts/answers.ts';
import { linkPath } from '#renderer/lib/item-path.ts';
import { openExternal } from '#renderer/lib/open-external.ts';
import { HoverCard, HoverCardContent, HoverCardTrigger } from '#renderer/ui/hover-card.tsx';
import { PlainText } from '#renderer/ui/plain-text.tsx';
import { SourceMark } from './source-mark.tsx';

/** Facts that are kept in mind are seen and changed there. */
const MEMORY_SETTINGS: string = '/settings?section=memory';

/** `[n]` in an answer: shows what stands there, and opens it at the place. */
export function CitationChip({ citation }: { citation: Citation }) {
  const { t } = useTranslation('assistant');
  const { number, title, kind } = citation;
  const link = kind === 'memory' ? MEMORY_SETTINGS : citation.link;
  return (
    <HoverCard>
      <HoverCardTrigger asChild>
        <SourceLink
          link={link}
          aria-label={t('source', { number, title })}
          className="mx-0.5 inline-grid h-4.5 min-w-4.5 place-items-center rounded-md bg-secondary-soft px-1 align-text-bottom text-[11px] leading-none font-medium text-secondary-foreground tabular-nums transition-colors hover:bg-secondary-hover"
        >
          {number}
        </SourceLink>
      </HoverCardTrigger>
      <HoverCardContent>
        <SourceCard citation={citation} />
      </HoverCardContent>
    </HoverCard>
  );
}

function SourceCard({ citation }: { citation: Citation }) {
  const { t } = useTranslation('assistant');
  const { kind, title, headings, quote, clientName, projectName, source, link } = citation;
  const where = [t(`kind_${kind}`), ...headings.slice(-1), projectName ?? clientName];
  const facts = where.filter((one) => one !== null && one !== title);
  return (
    <>
      <p className="flex items-center gap-2 text-sm font-medium">
        <SourceMark kind={kind} className="text-muted-foreground" />
        <span dir="auto" className="min-w-0 truncate">
          {title}
        </span>
      </p>
      <p className="mt-0.5 truncate text-meta">
        {facts.join(' · ')}
        {source !== 'user' && source !== 'model' && ` · ${t('fromOutside')}`}
      </p>
      {quote !== '' && (
        <blockquote className="mt-2.5 line-clamp-6 border-s-2 border-border ps-3">
          <PlainText className="text-[13px] text-muted-foreground">{quote}</PlainText>
        </blockquote>
      )}
      {link !== '' && <p className="mt-2.5 text-xs font-medium text-primary-text">{t('openAtPlace')}</p>}
    </>
  );
}

type SourceLinkProps = { link: string } & Omit<ComponentProps<'a'>, 'href' | 'ref'>;

/** A page of our own is a link; what lies elsewhere is opened by the system. */
export function SourceLink({ link, children, ...props }: SourceLinkProps) {
  const path = link === MEMORY_SETTINGS ? link : linkPath(link);
  if (path !== undefined) {
    return (
      <Link to={path} {...props}>
        {children}
      </Link>
    );
  }
  const { className } = props;
  return (
    <button
      {...(props as ComponentProps<'button'>)} // only what links and buttons share is given
      type="button"
      className={className}
      onClick={() => openExternal(link)}
    >
      {children}
    </button>
  );
}
