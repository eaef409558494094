import { CircleDashed, Shapes, ShieldAlert, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { KindIcon } from '#renderer/entities/proposal/kind-icon.tsx';
import { PrincipalIcon, usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { useProposalWords } from '#renderer/entities/proposal/proposal-words.ts';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import { ChoiceFilter } from '#renderer/ui/choice-filter.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { DECIDED, RISKS, type InboxSearch } from './inbox-search.ts';

type InboxFiltersProps = {
  search: InboxSearch;
  /** Who is offered: all that ever proposed something. */
  principals: readonly string[];
  onSearchChange(search: InboxSearch): void;
};

export function InboxFilters({ search, principals, onSearchChange }: InboxFiltersProps) {
  const { t } = useTranslation('inbox');
  const words = useProposalWords();
  const nameOf = usePrincipalName();
  const set = (patch: InboxSearch): void => onSearchChange({ ...search, ...patch, proposal: undefined });
  const asked = search.from === undefined || principals.includes(search.from) ? [] : [search.from];
  return (
    <div className="flex flex-col gap-2 px-5 pb-3">
      <Segmented
        label={t('view')}
        value={search.show ?? 'pending'}
        onValueChange={(next) =>
          set(next === 'history' ? { show: 'history' } : { show: undefined, status: undefined })
        }
        segments={[
          { value: 'pending', label: t('viewPending') },
          { value: 'history', label: t('viewHistory') },
        ]}
        className="flex w-full [&>button]:flex-1 [&>button]:justify-center"
      />
      <div className="flex flex-wrap gap-1.5">
        <ChoiceFilter
          label={t('filterPrincipal')}
          icon={<UserRound aria-hidden />}
          noneLabel={t('anyone')}
          value={search.from}
          options={[...principals, ...asked].map((value) => ({
            value,
            label: nameOf(value),
            icon: <PrincipalIcon principal={value} />,
          }))}
          onChange={(from) => set({ from })}
        />
        <ChoiceFilter
          label={t('filterKind')}
          icon={<Shapes aria-hidden />}
          noneLabel={t('anything')}
          value={search.kind}
          options={ITEM_KINDS.map((value) => ({
            value,
            label: words.kind(value),
            icon: <KindIcon kind={value} />,
          }))}
          onChange={(kind) => set({ kind })}
        />
        <ChoiceFilter
          label={t('fact_risk')}
          icon={<ShieldAlert aria-hidden />}
          noneLabel={t('anyRisk')}
          value={search.risk}
          options={RISKS.map((value) => ({ value, label: t(`risk_${value}`) }))}
          onChange={(risk) => set({ risk: RISKS.find((known) => known === risk) })}
        />
        {search.show === 'history' && (
          <ChoiceFilter
            label={t('filterStatus')}
            icon={<CircleDashed aria-hidden />}
            noneLabel={t('anyStatus')}
            value={search.status}
            options={DECIDED.map((value) => ({ value, label: t(`status_${value}`) }))}
            onChange={(status) => set({ status: DECIDED.find((known) => known === status) })}
          />
        )}
      </div>
    </div>
  );
}
