import { CalendarCheck, CalendarDays, CircleDashed, Coins, Hash, Timer, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProjectListItem } from '#shared/contracts/projects.ts';
import { MoneyField } from '#renderer/entities/client/money-field.tsx';
import { PrivateProperty } from '#renderer/entities/client/private-property.tsx';
import { EffortField } from '#renderer/entities/project/effort-field.tsx';
import type { ProjectActions, ProjectChanges } from '#renderer/entities/project/project-actions.ts';
import { useStatusOptions } from '#renderer/entities/project/project-status.tsx';
import { useClientOptions } from '#renderer/entities/task/project-options.tsx';
import { useTaskTags } from '#renderer/entities/task/task-queries.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { usePreferences } from '#renderer/lib/preferences.tsx';
import { Combobox, MultiCombobox } from '#renderer/ui/combobox.tsx';
import { DatePicker } from '#renderer/ui/date-picker.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { Property, PropertyList } from '#renderer/ui/property-list.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { TagChip } from '#renderer/ui/tag-chip.tsx';
import { ProjectHistory } from './project-history.tsx';

type ProjectPropertiesProps = { project: ProjectListItem; actions: ProjectActions };
type SetProps = { project: ProjectListItem; set(patch: ProjectChanges): void };

/** The facts of a project beside its work, each edited where it stands. */
export function ProjectProperties({ project, actions }: ProjectPropertiesProps) {
  const { t } = useTranslation('projects');
  const set = (patch: ProjectChanges): void => actions.update([project], patch);
  return (
    <aside aria-label={t('details')} className="flex min-w-0 flex-col gap-8">
      <section>
        <SectionHeading className="mb-1">{t('details')}</SectionHeading>
        <PropertyList>
          <PlaceFacts project={project} set={set} />
          <BudgetFacts project={project} set={set} />
          <TagFacts project={project} set={set} />
          <PrivateProperty isPrivate={project.isPrivate} onChange={(isPrivate) => set({ isPrivate })} />
        </PropertyList>
      </section>
      <ProjectHistory projectId={project.id} />
    </aside>
  );
}

function PlaceFacts({ project, set }: SetProps) {
  const { t } = useTranslation('projects');
  const { t: words } = useTranslation();
  const statuses = useStatusOptions();
  const clients = useClientOptions();
  return (
    <>
      <Property label={words('status')} icon={CircleDashed}>
        <Select
          variant="ghost"
          label={words('status')}
          value={project.status}
          options={statuses}
          onValueChange={(status) => set({ status })}
          className="text-foreground"
        />
      </Property>
      <Property label={t('client')} icon={UserRound}>
        <Combobox
          variant="ghost"
          label={t('client')}
          value={project.clientId}
          options={clients.options}
          loading={clients.isLoading}
          noneLabel={t('noClient')}
          placeholder={t('noClient')}
          onValueChange={(clientId) => set({ clientId })}
        />
      </Property>
      <Property label={t('start')} icon={CalendarDays}>
        <DatePicker
          variant="ghost"
          label={t('start')}
          value={project.startDate}
          onValueChange={(startDate) => set({ startDate })}
        />
      </Property>
      <Property label={t('due')} icon={CalendarCheck}>
        <DatePicker
          variant="ghost"
          label={t('due')}
          value={project.dueDate}
          onValueChange={(dueDate) => set({ dueDate })}
        />
      </Property>
    </>
  );
}

function BudgetFacts({ project, set }: SetProps) {
  const { t } = useTranslation('projects');
  const preferences = usePreferences();
  const format = useFormat();
  return (
    <>
      <Property label={t('budget')} icon={Coins}>
        <MoneyField
          label={t('budget')}
          minor={project.budgetMinor}
          currency={project.currency ?? preferences.currency}
          placeholder={format.number(0)}
          onChange={(budgetMinor) => set({ budgetMinor, currency: project.currency ?? preferences.currency })}
          onCurrencyChange={(currency) => set({ currency })}
        />
      </Property>
      <Property label={t('hours')} icon={Timer}>
        <EffortField
          label={t('hours')}
          minutes={project.budgetMinutes}
          placeholder={t('hoursPlaceholder')}
          onChange={(budgetMinutes) => set({ budgetMinutes })}
        />
      </Property>
    </>
  );
}

function TagFacts({ project, set }: SetProps) {
  const { t } = useTranslation('projects');
  const { data } = useTaskTags();
  return (
    <Property label={t('tags')} icon={Hash}>
      <MultiCombobox
        label={t('addTag')}
        values={project.tags}
        options={(data ?? []).map(({ tag }) => ({ value: tag, label: tag }))}
        onValuesChange={(tags) => set({ tags })}
        onCreate={(name) =>
          set({ tags: [...project.tags, name.replace(/^#/, '').replaceAll(/[\s,]+/g, '-')] })
        }
        className="py-1.5 ps-2"
        renderChip={(option, remove) => <TagChip name={option.label} onRemove={remove} />}
      />
    </Property>
  );
}
