import { Blocks, CircleDashed, Sparkles, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFeatureName } from '#renderer/entities/model/feature-name.ts';
import { PrincipalIcon, usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceFilter } from '#renderer/ui/choice-filter.tsx';
import { DayFilter } from '#renderer/ui/day-filter.tsx';
import { TextFilter } from '#renderer/ui/text-filter.tsx';
import { useKnown } from './queries.ts';
import { isFiltered, STATUSES, type TracesSearch } from './traces-search.ts';

type TraceFiltersProps = {
  search: TracesSearch;
  total: number | undefined;
  onSearchChange(search: TracesSearch): void;
};

/** It reads what went in and came out. */
const PAUSE_MS = 250;

export function TraceFilters({ search, total, onSearchChange }: TraceFiltersProps) {
  const { t } = useTranslation('traces');
  const format = useFormat();
  const set = (patch: TracesSearch): void => onSearchChange({ ...search, ...patch });
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-8 pb-3">
      <TextFilter
        label={t('find')}
        text={search.q ?? ''}
        onTextChange={(q) => set({ q: q === '' ? undefined : q })}
        pauseMs={PAUSE_MS}
      />
      <LedgerFilters search={search} set={set} />
      <ChoiceFilter
        label={t('status')}
        icon={<CircleDashed aria-hidden />}
        noneLabel={t('anyStatus')}
        value={search.status}
        options={STATUSES.map((value) => ({ value, label: t(`status_${value}`) }))}
        onChange={(status) => set({ status: STATUSES.find((known) => known === status) })}
      />
      <DayFilter label={t('from')} value={search.from} onChange={(from) => set({ from })} />
      <DayFilter label={t('to')} value={search.to} onChange={(to) => set({ to })} />
      {isFiltered(search) && (
        <Button size="sm" variant="ghost" onClick={() => onSearchChange({})}>
          {t('clearFilters')}
        </Button>
      )}
      {total !== undefined && (
        <p role="status" className="ms-auto text-meta tabular-nums">
          {t('count', { count: total, number: format.number(total) })}
        </p>
      )}
    </div>
  );
}

type LedgerFiltersProps = { search: TracesSearch; set(patch: TracesSearch): void };

/** What the ledger knows of: features, models, and who asked. */
function LedgerFilters({ search, set }: LedgerFiltersProps) {
  const { t } = useTranslation('traces');
  const featureName = useFeatureName();
  const principalName = usePrincipalName();
  const withAsked = (known: readonly string[], asked: string | undefined): readonly string[] =>
    asked === undefined || known.includes(asked) ? known : [...known, asked];
  return (
    <>
      <ChoiceFilter
        label={t('feature')}
        icon={<Blocks aria-hidden />}
        noneLabel={t('anyFeature')}
        value={search.feature}
        options={withAsked(useKnown('feature'), search.feature).map((value) => ({
          value,
          label: featureName(value),
        }))}
        onChange={(feature) => set({ feature })}
      />
      <ChoiceFilter
        label={t('model')}
        icon={<Sparkles aria-hidden />}
        noneLabel={t('anyModel')}
        value={search.model}
        options={withAsked(useKnown('model'), search.model).map((value) => ({ value, label: value }))}
        onChange={(model) => set({ model })}
      />
      <ChoiceFilter
        label={t('who')}
        icon={<UserRound aria-hidden />}
        noneLabel={t('anyone')}
        value={search.who}
        options={withAsked(useKnown('principal'), search.who).map((value) => ({
          value,
          label: principalName(value),
          icon: <PrincipalIcon principal={value} />,
        }))}
        onChange={(who) => set({ who })}
      />
    </>
  );
}
