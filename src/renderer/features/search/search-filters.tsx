import { CalendarClock, FolderKanban, Plug, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { ChoiceFilter } from '#renderer/ui/choice-filter.tsx';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';
import { findOperators, operatorName, quoted, SINCE, withoutPiece, type Operator } from './operators.ts';
import { useLanguage } from './queries.ts';
import { OUTSIDE_KINDS, type KindFilter, type SearchParams } from './search-params.ts';

type SearchFiltersProps = {
  text: string;
  kind: SearchParams['kind'];
  onTextChange(text: string): void;
  onKindChange(kind: KindFilter | undefined): void;
};

/** Conditions to pick. They are written into the line as operators, so there is one place that says what is asked. */
export function SearchFilters({ text, kind, onTextChange, onKindChange }: SearchFiltersProps) {
  const { t } = useTranslation('search');
  const clients = useClientOptions();
  const projects = useProjectOptions();
  const language = useLanguage();
  const line = { text, onTextChange };
  const since = (['today', 'week', 'month'] as const).map((name) => ({
    value: SINCE[language][name],
    label: t(`since_${name}`),
  }));
  const outside = OUTSIDE_KINDS.map((value) => ({ value, label: t(`kinds_${value}`) }));
  return (
    <>
      <ChoiceFilter
        label={t('filterOutside')}
        icon={<Plug aria-hidden />}
        noneLabel={t('kinds_all')}
        value={OUTSIDE_KINDS.find((one) => one === kind)}
        options={outside}
        onChange={(next) => onKindChange(OUTSIDE_KINDS.find((one) => one === next))}
      />
      <OperatorFilter
        {...line}
        operator="client"
        label={t('filterClient')}
        noneLabel={t('anyClient')}
        icon={<Users aria-hidden />}
        options={clients.options.map((one) => ({ ...one, value: one.label }))}
      />
      <OperatorFilter
        {...line}
        operator="project"
        label={t('filterProject')}
        noneLabel={t('anyProject')}
        icon={<FolderKanban aria-hidden />}
        options={projects.options.map((one) => ({ ...one, value: one.label }))}
      />
      <OperatorFilter
        {...line}
        operator="after"
        label={t('filterSince')}
        noneLabel={t('anyTime')}
        icon={<CalendarClock aria-hidden />}
        options={since}
      />
    </>
  );
}

type OperatorFilterProps = {
  operator: Operator;
  label: string;
  noneLabel: string;
  icon: React.ReactNode;
  options: readonly PickerOption[];
  text: string;
  onTextChange(text: string): void;
};

/** One operator of the line, picked. What was typed by hand shows as it was typed. */
function OperatorFilter({ operator, options, text, onTextChange, ...look }: OperatorFilterProps) {
  const language = useLanguage();
  const piece = findOperators(text).find((one) => one.operator === operator && !one.isExcluded);
  const change = (value: string | undefined): void => {
    const rest = piece === undefined ? text.trim() : withoutPiece(text, piece);
    const written = value === undefined ? '' : `${operatorName(operator, language)}:${quoted(value)}`;
    onTextChange([rest, written].filter(Boolean).join(' '));
  };
  return (
    <ChoiceFilter
      {...look}
      value={options.find(({ value }) => value === piece?.value)?.value}
      options={options}
      onChange={change}
    />
  );
}
