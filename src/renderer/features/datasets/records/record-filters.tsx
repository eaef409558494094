import { Check, CircleX, Gauge, History, TriangleAlert, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { checkName } from '#shared/kernel/check-name.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ChoiceFilter } from '#renderer/ui/choice-filter.tsx';
import { FilterChip } from '#renderer/ui/filter-chip.tsx';
import { TextFilter } from '#renderer/ui/text-filter.tsx';
import { isFiltered, REVIEWS, STATES, withoutFilter, type DatasetSearch } from '../page/dataset-search.ts';

type RecordFiltersProps = {
  dataset: Dataset;
  search: DatasetSearch;
  onSearchChange(search: DatasetSearch): void;
};

const SCORES = [1, 2, 3, 4] as const;

/** Chips above the table: state, review, findings, a judge's score, a run, and a text. */
export function RecordFilters({ dataset, search, onSearchChange }: RecordFiltersProps) {
  const { t } = useTranslation('datasetPage');
  const judges = dataset.spec.checks.filter(({ kind }) => kind === 'judge').map(checkName);
  const checks = dataset.spec.checks.map(checkName);
  const issues = [...new Set([...checks, ...(search.issue && search.issue !== '*' ? [search.issue] : [])])];
  const set = (change: DatasetSearch): void => onSearchChange({ ...search, ...change, record: undefined });
  return (
    <div className="flex flex-wrap items-center gap-2 px-8 pb-3">
      <TextFilter
        label={t('filterText')}
        text={search.q ?? ''}
        pauseMs={200}
        onTextChange={(q) => set({ q: q === '' ? undefined : q })}
      />
      <ChoiceFilter
        label={t('state')}
        icon={<CircleX aria-hidden />}
        noneLabel={t('any')}
        value={search.state}
        options={STATES.map((value) => ({ value, label: t(`state_${value}`) }))}
        onChange={(value) => set({ state: STATES.find((one) => one === value) })}
      />
      <ChoiceFilter
        label={t('review')}
        icon={<Check aria-hidden />}
        noneLabel={t('any')}
        value={search.review}
        options={REVIEWS.map((value) => ({ value, label: t(`review_${value}`) }))}
        onChange={(value) => set({ review: REVIEWS.find((one) => one === value) })}
      />
      <ChoiceFilter
        label={t('finding')}
        icon={<TriangleAlert aria-hidden />}
        noneLabel={t('any')}
        value={search.issue}
        options={[
          { value: '*', label: t('anyFinding') },
          ...issues.map((value) => ({ value, label: value })),
        ]}
        onChange={(issue) => set({ issue })}
      />
      {judges.length > 0 && (
        <ChoiceFilter
          label={t('score')}
          icon={<Gauge aria-hidden />}
          noneLabel={t('any')}
          value={search.judge === undefined ? undefined : `${search.most ?? 5}:${search.judge}`}
          options={judges.flatMap((judge) =>
            SCORES.map((most) => ({ value: `${most}:${judge}`, label: t('scoreUpTo', { judge, most }) })),
          )}
          onChange={(value) => {
            const [most, ...judge] = value?.split(':') ?? [];
            set({ judge: value && judge.join(':'), most: value === undefined ? undefined : Number(most) });
          }}
        />
      )}
      {search.run !== undefined && (
        <FilterChip
          label={t('oneRun')}
          icon={<History aria-hidden />}
          value={t('chosenRun')}
          onClick={() => set({ run: undefined })}
        />
      )}
      {isFiltered(search) && (
        <Button
          size="sm"
          variant="ghost"
          icon={<X aria-hidden />}
          onClick={() => onSearchChange(withoutFilter(search))}
        >
          {t('clearFilters')}
        </Button>
      )}
    </div>
  );
}
