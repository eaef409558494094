import { Link } from '@tanstack/react-router';
import { Sparkles, Sunrise } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AnswerItem } from '#shared/contracts/answers.ts';
import type { Brief } from '#shared/contracts/brief.ts';
import { isItemKind } from '#shared/contracts/choices.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { itemPath } from '#renderer/lib/item-path.ts';
import { Card, CardHeader } from '#renderer/ui/card.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Skeleton } from '#renderer/ui/skeleton.tsx';
import { Spinner } from '#renderer/ui/spinner.tsx';
import { BriefMenu } from './brief-menu.tsx';
import { linkTitles } from './link-titles.ts';
import { useBrief, useBriefJob, useRefreshBrief } from './queries.ts';

/** What the desk does not show in lists of its own. */
const LISTED: ReadonlySet<Brief['sections'][number]['kind']> = new Set(['events', 'conflicts']);
const SHOWN = 4;

/** The day in a few sentences. It proposes nothing, so its border is whole. */
export function DailyBrief() {
  const { t } = useTranslation('home');
  const { data: brief, error, refetch } = useBrief();
  const refresh = useRefreshBrief();
  const isScheduled = useBriefJob();
  const isWriting = refresh.isPending || isScheduled;
  return (
    <section aria-label={t('brief')}>
      <Card>
        <CardHeader
          icon={brief?.model ? <Sparkles aria-hidden /> : <Sunrise aria-hidden />}
          title={t('brief')}
          actions={<BriefMenu isWriting={isWriting} onWrite={() => refresh.mutate()} />}
        />
        <div className="px-4 pb-4">
          {brief !== undefined ? (
            <BriefBody brief={brief} isWriting={isWriting} />
          ) : error === null ? (
            <BriefSkeleton />
          ) : (
            <ErrorState error={error} onRetry={() => void refetch()} className="py-4" />
          )}
        </div>
      </Card>
    </section>
  );
}

function BriefBody({ brief, isWriting }: { brief: Brief; isWriting: boolean }) {
  const items = brief.sections.flatMap((section) => section.items).filter(({ kind }) => isItemKind(kind));
  return (
    <>
      <div
        aria-live="polite"
        aria-busy={isWriting}
        className={cn(
          'flex flex-col gap-2 text-sm leading-relaxed transition-opacity',
          isWriting && 'opacity-60',
        )}
      >
        {brief.text.split('\n\n').map((paragraph) => (
          <p key={paragraph} dir="auto" className="text-pretty">
            {linkTitles(paragraph, items).map(({ text, item }) =>
              item === null ? text : <TitleLink key={item.id} item={item} />,
            )}
          </p>
        ))}
      </div>
      {brief.sections
        .filter(({ kind }) => LISTED.has(kind))
        .map(({ kind, title, items }) => (
          <div key={kind} className="mt-3">
            <h3 className="text-meta font-medium">{title}</h3>
            <ul className="-mx-1.5 mt-0.5">
              {items.slice(0, SHOWN).map((item) => (
                <BriefLine key={`${item.id} ${item.detail}`} item={item} />
              ))}
            </ul>
          </div>
        ))}
      {isWriting ? <Writing /> : <Writer brief={brief} />}
    </>
  );
}

/** Something that the text names, as the way to it. */
function TitleLink({ item: { kind, id, title } }: { item: AnswerItem }) {
  if (!isItemKind(kind)) return title;
  return (
    <Link
      to={itemPath(kind, id)}
      className="rounded-sm underline decoration-border underline-offset-3 transition-colors hover:decoration-current"
    >
      {title}
    </Link>
  );
}

function Writing() {
  const { t } = useTranslation('home');
  return (
    <p role="status" className="mt-3 flex items-center gap-2 text-meta">
      <Spinner className="size-3.5" />
      {t('briefWriting')}
    </p>
  );
}

function BriefLine({ item }: { item: AnswerItem }) {
  const { kind, id, title, time, detail } = item;
  const line = (
    <>
      <span className="flex gap-2">
        {time !== null && <span className="shrink-0 tabular-nums">{time}</span>}
        <span dir="auto" className="min-w-0 truncate first-letter:uppercase">
          {title}
        </span>
      </span>
      {detail !== '' && <span className="block text-meta">{detail}</span>}
    </>
  );
  const look = 'block rounded-md px-1.5 py-1 text-sm';
  if (!isItemKind(kind)) return <li className={look}>{line}</li>;
  return (
    <li>
      <Link to={itemPath(kind, id)} className={cn(look, 'transition-colors hover:bg-muted ring-inset-focus')}>
        {line}
      </Link>
    </li>
  );
}

/** Who put it into words: said once, small, and for a model also where it runs. */
function Writer({ brief: { model, createdAt } }: { brief: Brief }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  if (model === null) return <p className="mt-3 text-meta">{t('briefByTemplate')}</p>;
  return (
    <p className="mt-3 text-meta">
      {t(model.isLocal ? 'briefByLocalModel' : 'briefByModel', {
        model: model.modelId,
        provider: model.providerName,
        ago: format.ago(createdAt),
      })}
    </p>
  );
}

function BriefSkeleton() {
  const { t } = useTranslation();
  return (
    <div role="status" className="flex flex-col gap-2 py-1">
      <span className="sr-only">{t('loading')}</span>
      <Skeleton className="h-3.5 w-full" />
      <Skeleton className="h-3.5 w-11/12" />
      <Skeleton className="h-3.5 w-2/3" />
    </div>
  );
}
