import { ArrowUpRight, CircleQuestionMark, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ItemKind } from '#shared/contracts/common.ts';
import { isItemKind } from '#shared/contracts/choices.ts';
import { linkPath } from '#renderer/lib/item-path.ts';
import { useLocalState } from '#renderer/lib/local-state.ts';
import { openExternal } from '#renderer/lib/open-external.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useCommands } from '#renderer/lib/commands.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { PageFrame, PageHeader } from '#renderer/ui/page-header.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import type { FoundHit } from './best-order.ts';
import { Coverage } from './coverage.tsx';
import { HitList } from './hit-list.tsx';
import { findOperators, withoutPiece } from './operators.ts';
import { OperatorChips } from './operator-chips.tsx';
import { useResolvedLink, useSearch, type Results } from './queries.ts';
import { SaveSearch } from './save-search.tsx';
import { SearchFilters } from './search-filters.tsx';
import { SearchField } from './search-field.tsx';
import { SearchHelp } from './search-help.tsx';
import { KIND_FILTERS, toQuery, type SearchParams } from './search-params.ts';

export type SearchPageProps = {
  params: SearchParams;
  onParamsChange(params: SearchParams): void;
  onOpen(kind: ItemKind, id: string): void;
  /** A page of our own, at a place inside an item. */
  onOpenPath(path: string): void;
};

export function SearchPage({ params, onParamsChange, onOpen, onOpenPath }: SearchPageProps) {
  const { t } = useTranslation('search');
  const [text, setText] = useState(params.q ?? '');
  const [seen, setSeen] = useState(params.q ?? '');
  // The back button and links bring another line; what was typed here comes back and is left alone.
  if ((params.q ?? '') !== seen) {
    setSeen(params.q ?? '');
    if ((params.q ?? '') !== text.trim()) setText(params.q ?? '');
  }
  const asked = useDebounced(text, 120);
  const current = useMemo(() => ({ ...params, q: asked.trim() || undefined }), [params, asked]);
  const [withMeaning, setWithMeaning] = useLocalState<boolean>('search.meaning', true);
  const results = useSearch(current, withMeaning);
  const link = useResolvedLink(asked);
  const isAsking = toQuery(current) !== '';
  const change = (next: string): void => {
    setText(next);
    onParamsChange({ ...params, q: next.trim() === '' ? undefined : next.trim() });
  };
  const focusResults = (): void =>
    document.querySelector<HTMLElement>('#content [role="row"][tabindex="0"]')?.focus();
  const openHit = ({ hit, near }: FoundHit): void => {
    const place = near === null ? undefined : linkPath(near.placeLink);
    if (place !== undefined) onOpenPath(place);
    else if (isItemKind(hit.kind)) onOpen(hit.kind, hit.id);
    else openExternal(hit.link);
  };
  const [first] = results.hits;
  usePageCommands();
  return (
    <PageFrame className="@container">
      <PageHeader
        title={t('title')}
        className="pb-3"
        actions={<Coverage withMeaning={withMeaning} onMeaningChange={setWithMeaning} />}
      />
      <div className="flex flex-col gap-3 px-8 pb-3">
        <SearchField
          text={text}
          isBusy={results.isStale || results.isLoading}
          onTextChange={change}
          onOpenFirst={() => {
            if (link.data) onOpen(link.data.kind, link.data.id);
            else if (first && !results.isStale) openHit(first);
          }}
          onLeave={focusResults}
        />
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label={t('kinds')}
            value={KIND_FILTERS.find((kind) => kind === params.kind) ?? 'all'}
            onValueChange={(kind) => onParamsChange({ ...params, kind: kind === 'all' ? undefined : kind })}
            segments={KIND_FILTERS.map((kind) => ({ value: kind, label: t(`kinds_${kind}`) }))}
          />
          <SearchFilters
            text={text}
            kind={params.kind}
            onTextChange={change}
            onKindChange={(kind) => onParamsChange({ ...params, kind })}
          />
          <OperatorChips text={text} onTextChange={change} />
          {isAsking && (
            <div className="ms-auto flex items-center gap-2">
              <Count results={results} />
              <SaveSearch params={current} />
            </div>
          )}
        </div>
        <Warnings results={results} isAsking={isAsking} />
        {link.data && (
          <Button
            variant="outline"
            className="justify-start"
            icon={<ArrowUpRight aria-hidden />}
            onClick={() => onOpen(link.data.kind, link.data.id)}
          >
            {t('openLink', { title: link.data.title || t('untitled') })}
          </Button>
        )}
      </div>
      <div
        className={cn(
          'flex min-h-0 flex-1 flex-col transition-opacity',
          results.isStale && isAsking && 'opacity-60',
        )}
      >
        {!isAsking ? (
          <div className="min-h-0 flex-1 overflow-y-auto px-8 pt-3 pb-16">
            <SearchHelp
              onSearch={(next) => {
                setText(next.q ?? '');
                onParamsChange(next);
              }}
              onInsert={(operator) => {
                change(`${text} ${operator}`.trimStart());
                document.querySelector<HTMLElement>('[data-search-field]')?.focus();
              }}
            />
          </div>
        ) : results.isLoading ? (
          <ListSkeleton className="px-8 pt-2" />
        ) : results.error !== null && results.hits.length === 0 ? (
          <ErrorState error={results.error} onRetry={results.retry} />
        ) : results.hits.length === 0 ? (
          link.data === undefined && (
            <NoResult
              params={params}
              text={text}
              onChange={(next) => {
                setText(next.q ?? '');
                onParamsChange(next);
              }}
            />
          )
        ) : (
          <HitList results={results} onOpen={openHit} />
        )}
      </div>
    </PageFrame>
  );
}

function usePageCommands(): void {
  const { t } = useTranslation('search');
  useCommands([
    {
      id: 'search.field',
      title: t('field'),
      group: t('title'),
      keys: 'f',
      hiddenInPalette: true,
      run: () => document.querySelector<HTMLElement>('[data-search-field]')?.focus(),
    },
  ]);
}

function Count({ results }: { results: Results }) {
  const { t } = useTranslation('search');
  const format = useFormat();
  const { total, totalIsAtLeast, tookMs } = results;
  if (results.isLoading || results.error !== null) return null;
  const number = `${format.number(total)}${totalIsAtLeast ? '+' : ''}`;
  return (
    <p role="status" className="text-meta tabular-nums">
      {t('count', { count: total, number })}
      <span aria-hidden> · </span>
      {t('took', { ms: format.number(Math.max(1, Math.round(tookMs))) })}
    </p>
  );
}

const WARNINGS = {
  unknown_operator: 'warn_unknown_operator',
  unknown_value: 'warn_unknown_value',
  missing_value: 'warn_missing_value',
  query_too_long: 'warn_query_too_long',
  index_behind: 'warn_index_behind',
  unknown_client: 'warn_unknown_client',
  unknown_project: 'warn_unknown_project',
  unknown_tag: 'warn_unknown_tag',
  unknown_priority: 'warn_unknown_priority',
} as const;

function Warnings({ results, isAsking }: { results: Results; isAsking: boolean }) {
  const { t } = useTranslation('search');
  // While an operator is being typed its value is missing: that needs no word.
  const codes = results.warnings.filter((code): code is keyof typeof WARNINGS => code in WARNINGS);
  const told = [...new Set(codes)].filter((code) => code !== 'missing_value');
  if (!isAsking || told.length === 0) return null;
  return (
    <Banner tone="info">
      {told.map((code) => (
        <p key={code}>{t(WARNINGS[code])}</p>
      ))}
    </Banner>
  );
}

type NoResultProps = { params: SearchParams; text: string; onChange(params: SearchParams): void };

/** Why there is nothing, and which part to let go of. */
function NoResult({ params, text, onChange }: NoResultProps) {
  const { t } = useTranslation('search');
  const [piece] = findOperators(text).toReversed();
  return (
    <EmptyState
      icon={SearchX}
      title={t('noResult', { text: text.trim() })}
      text={t('noResultText')}
      action={
        params.kind !== undefined ? (
          <Button onClick={() => onChange({ ...params, q: text.trim() || undefined, kind: undefined })}>
            {t('searchAllKinds')}
          </Button>
        ) : piece === undefined ? undefined : (
          <Button onClick={() => onChange({ ...params, q: withoutPiece(text, piece) || undefined })}>
            {t('searchWithout', { part: text.slice(piece.start, piece.end) })}
          </Button>
        )
      }
      secondaryAction={
        <Button variant="ghost" icon={<CircleQuestionMark aria-hidden />} onClick={() => onChange({})}>
          {t('showHelp')}
        </Button>
      }
    />
  );
}
