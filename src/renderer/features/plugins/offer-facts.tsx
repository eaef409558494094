import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginOffer, PluginSource } from '#shared/contracts/plugins.ts';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { useScheduleWords } from './use-schedule-words.ts';

/** What the manifest says and what was read: so that a person knows what it is that they allow. */
export function OfferFacts({ source, offer }: { source: PluginSource; offer: PluginOffer }) {
  const { t } = useTranslation('plugins');
  const scheduleWords = useScheduleWords();
  return (
    <dl className="grid grid-cols-[repeat(auto-fit,minmax(6.5rem,1fr))] gap-x-4 gap-y-3 rounded-xl bg-muted px-4 py-3">
      <Fact name={t('fact_version')}>{offer.version}</Fact>
      <Fact name={t('fact_schedule')}>{scheduleWords(offer.schedule)}</Fact>
      <Fact name={t('fact_origin')}>
        <Origin source={source} />
      </Fact>
      <Fact name={t('fact_content')}>
        <ContentHash hash={offer.contentHash} />
      </Fact>
      {offer.minAppVersion !== null && <Fact name={t('fact_minApp')}>{offer.minAppVersion}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="mt-0.5 truncate text-[13px] font-medium">{children}</dd>
    </div>
  );
}

function Origin({ source }: { source: PluginSource }) {
  const { t } = useTranslation('plugins');
  if (source.from !== 'path') return t(source.from === 'shipped' ? 'origin_shipped' : 'origin_upload');
  return (
    <span dir="ltr" title={source.path}>
      {source.path}
    </span>
  );
}

/** The first signs are enough to compare by eye; the whole of it is a hover away. */
export function ContentHash({ hash }: { hash: string }) {
  const { t } = useTranslation('plugins');
  return (
    <Tooltip
      content={
        <span className="block max-w-64">
          <span className="block">{t('fact_contentHint')}</span>
          <span dir="ltr" className="mt-1 block font-mono wrap-anywhere">
            {hash}
          </span>
        </span>
      }
    >
      <button type="button" dir="ltr" className="rounded-sm font-mono text-xs">
        {hash.slice(0, 12)}
      </button>
    </Tooltip>
  );
}
