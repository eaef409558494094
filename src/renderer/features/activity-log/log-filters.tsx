import { CircleDashed, Shapes, UserRound, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PrincipalIcon, usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceFilter } from '#renderer/ui/choice-filter.tsx';
import { DayFilter } from '#renderer/ui/day-filter.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { EFFECTS, isFiltered, OUTCOMES, type ActivityLogSearch } from './activity-log-search.ts';
import { useActivityWords } from './activity-words.ts';

type LogFiltersProps = {
  search: ActivityLogSearch;
  principals: readonly string[];
  onSearchChange(search: ActivityLogSearch): void;
  /** At the end of the line. */
  children?: ReactNode;
};

export function LogFilters({ search, principals, onSearchChange, children }: LogFiltersProps) {
  const { t } = useTranslation('activity');
  const nameOf = usePrincipalName();
  const set = (patch: ActivityLogSearch): void => onSearchChange({ ...search, ...patch });
  const asked = search.who === undefined || principals.includes(search.who) ? [] : [search.who];
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 px-8 pb-3">
      <Segmented
        label={t('view')}
        value={search.show ?? 'log'}
        onValueChange={(next) => set({ show: next === 'summary' ? 'summary' : undefined })}
        segments={[
          { value: 'log', label: t('viewLog') },
          { value: 'summary', label: t('viewSummary') },
        ]}
        className="me-1 h-8"
      />
      <ChoiceFilter
        label={t('who')}
        icon={<UserRound aria-hidden />}
        noneLabel={t('anyone')}
        value={search.who}
        options={[...principals, ...asked].map((value) => ({
          value,
          label: nameOf(value),
          icon: <PrincipalIcon principal={value} />,
        }))}
        onChange={(who) => set({ who })}
      />
      <ChoiceFilter
        label={t('what')}
        icon={<Shapes aria-hidden />}
        noneLabel={t('anything')}
        value={search.effect}
        options={EFFECTS.map((value) => ({ value, label: t(`effect_${value}`) }))}
        onChange={(effect) => set({ effect: EFFECTS.find((known) => known === effect) })}
      />
      <ChoiceFilter
        label={t('outcome')}
        icon={<CircleDashed aria-hidden />}
        noneLabel={t('anyOutcome')}
        value={search.outcome}
        options={OUTCOMES.map((value) => ({ value, label: t(`outcome_${value}`) }))}
        onChange={(outcome) => set({ outcome: OUTCOMES.find((known) => known === outcome) })}
      />
      <DayFilter label={t('from')} value={search.from} onChange={(from) => set({ from })} />
      <DayFilter label={t('to')} value={search.to} onChange={(to) => set({ to })} />
      <Narrowed search={search} onSearchChange={onSearchChange} />
      {isFiltered(search) && (
        <Button size="sm" variant="ghost" onClick={() => onSearchChange({ show: search.show })}>
          {t('clearFilters')}
        </Button>
      )}
      <div className="ms-auto flex items-center gap-1">{children}</div>
    </div>
  );
}

/** Narrowed to one run or one action, by a link from somewhere else. */
function Narrowed({ search, onSearchChange }: Pick<LogFiltersProps, 'search' | 'onSearchChange'>) {
  const { t } = useTranslation('activity');
  const { t: common } = useTranslation();
  const words = useActivityWords();
  const parts = [
    search.run !== undefined && { label: t('oneRun'), without: { ...search, run: undefined } },
    search.action !== undefined && {
      label: words.action(search.action),
      without: { ...search, action: undefined },
    },
  ].filter((part) => part !== false);
  return parts.map(({ label, without }) => (
    <span
      key={label}
      className="inline-flex h-8 items-center gap-1 rounded-lg border border-border bg-card ps-2.5 pe-1 text-[13px] font-medium"
    >
      {label}
      <button
        type="button"
        aria-label={common('removeNamed', { name: label })}
        onClick={() => onSearchChange(without)}
        className="grid size-6 place-items-center rounded-md text-muted-foreground hover:bg-accent"
      >
        <X aria-hidden className="size-3.5" />
      </button>
    </span>
  ));
}
