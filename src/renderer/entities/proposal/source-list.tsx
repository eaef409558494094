import { Link } from '@tanstack/react-router';
import {
  ArrowUpRight,
  CalendarDays,
  Copy,
  FileText,
  Globe,
  Mail,
  Sparkles,
  UserRound,
  type LucideIcon,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProposalSource } from '#shared/contracts/actions.ts';
import { linkPath } from '#renderer/lib/item-path.ts';
import { openExternal } from '#renderer/lib/open-external.ts';
import { Button, buttonStyles } from '#renderer/ui/button.tsx';
import { PlainText } from '#renderer/ui/plain-text.tsx';

const ICONS: Record<ProposalSource['source'], LucideIcon> = {
  user: UserRound,
  email: Mail,
  file: FileText,
  calendar: CalendarDays,
  web: Globe,
  model: Sparkles,
};

/** The passages a proposal rests on. What comes from outside is shown as plain text and never opened by itself. */
export function SourceList({ sources }: { sources: readonly ProposalSource[] }) {
  return (
    <ul className="flex flex-col gap-2.5">
      {sources.map((source) => (
        <Source key={`${source.label} ${source.url ?? ''} ${source.excerpt}`} source={source} />
      ))}
    </ul>
  );
}

function Source({ source }: { source: ProposalSource }) {
  const { t } = useTranslation('inbox');
  const Icon = ICONS[source.source];
  return (
    <li className="rounded-xl border border-border-subtle bg-background/50 px-4 py-3">
      <div className="flex items-center gap-2.5">
        <Icon aria-hidden className="size-4 shrink-0 text-muted-foreground" strokeWidth={1.8} />
        <span className="min-w-0 flex-1">
          <span dir="auto" className="block truncate text-sm font-medium" title={source.label}>
            {source.label}
          </span>
          <span className="block text-meta">
            {t(`source_${source.source}`)}
            {source.source !== 'user' && source.source !== 'model' && ` · ${t('outsideText')}`}
          </span>
        </span>
        {source.url !== null && <Passage url={source.url} name={source.label} />}
      </div>
      {source.excerpt.trim() !== '' && (
        <blockquote className="mt-2.5 border-s-2 border-border ps-3">
          <PlainText className="text-[13px] text-muted-foreground">{source.excerpt}</PlainText>
        </blockquote>
      )}
    </li>
  );
}

function Passage({ url, name }: { url: string; name: string }) {
  const { t } = useTranslation('inbox');
  const path = linkPath(url);
  const styles = buttonStyles({ variant: 'ghost', size: 'xs' });
  if (path !== undefined) {
    return (
      <Link to={path} aria-label={t('openSourceNamed', { name })} className={styles}>
        <ArrowUpRight aria-hidden />
        {t('openSource')}
      </Link>
    );
  }
  const isPage = /^(https?:\/\/|mailto:)/i.test(url);
  return (
    <Button
      size="xs"
      variant="ghost"
      title={url}
      aria-label={t(isPage ? 'openSourceNamed' : 'copyAddressNamed', { name })}
      icon={isPage ? <ArrowUpRight aria-hidden /> : <Copy aria-hidden />}
      onClick={() => openExternal(url)}
    >
      {t(isPage ? 'openSource' : 'copyAddress')}
    </Button>
  );
}
