import { ChevronDown, FolderKanban, Layers, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AssistantScope, AssistantSession } from '#shared/contracts/assistant.ts';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { Combobox } from '#renderer/ui/combobox.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';

export const PICKER_CHIP =
  'inline-flex h-7 items-center gap-1.5 rounded-md px-2 text-xs text-muted-foreground transition-colors hover:bg-accent hover:text-foreground data-[state=open]:bg-accent';

/** The name of what a conversation is about; undefined for the whole workspace. */
export function useScopeName(
  scope: AssistantScope,
  session: AssistantSession | undefined,
): string | undefined {
  const projects = useProjectOptions(scope.projectId !== null).options;
  const clients = useClientOptions(scope.clientId !== null).options;
  const known = session?.projectName ?? session?.clientName ?? undefined;
  if (scope.projectId !== null)
    return known ?? projects.find(({ value }) => value === scope.projectId)?.label;
  if (scope.clientId !== null) return known ?? clients.find(({ value }) => value === scope.clientId)?.label;
  return undefined;
}

function ScopeIcon({ scope }: { scope: AssistantScope }) {
  const Icon = scope.projectId !== null ? FolderKanban : scope.clientId !== null ? UserRound : Layers;
  return <Icon aria-hidden className="size-3.5 shrink-0" />;
}

type ScopePickerProps = {
  scope: AssistantScope;
  name: string | undefined;
  /** Absent once something was asked. */
  onChange: ((scope: AssistantScope) => void) | undefined;
};

/** All that a conversation may read. */
export function ScopePicker({ scope, name, onChange }: ScopePickerProps) {
  const { t } = useTranslation('assistant');
  const label = name ?? t('scopeAll');
  if (onChange === undefined) {
    return (
      <Tooltip content={t('scopeFixed')} side="top">
        <span className="inline-flex h-7 min-w-0 items-center gap-1.5 px-2 text-xs text-muted-foreground">
          <ScopeIcon scope={scope} />
          <span className="sr-only">{t('scope')}: </span>
          <span className="max-w-40 truncate">{label}</span>
        </span>
      </Tooltip>
    );
  }
  return <OpenPicker scope={scope} label={label} onChange={onChange} />;
}

type OpenPickerProps = { scope: AssistantScope; label: string; onChange(scope: AssistantScope): void };

function OpenPicker({ scope, label, onChange }: OpenPickerProps) {
  const { t } = useTranslation('assistant');
  const projects = useProjectOptions();
  const clients = useClientOptions();
  const options = useMemo(
    () => [
      { value: 'all', label: t('scopeAll'), icon: <Layers aria-hidden /> },
      ...clients.options.map((one) => ({ ...one, value: `client:${one.value}`, hint: t('kind_client') })),
      ...projects.options.map((one) => ({ ...one, value: `project:${one.value}` })),
    ],
    [clients.options, projects.options, t],
  );
  const value =
    scope.projectId !== null
      ? `project:${scope.projectId}`
      : scope.clientId !== null
        ? `client:${scope.clientId}`
        : 'all';
  const choose = (next: string | null): void => {
    const [kind, id = null] = (next ?? 'all').split(':');
    onChange({ clientId: kind === 'client' ? id : null, projectId: kind === 'project' ? id : null });
  };
  return (
    <Combobox
      label={t('scope')}
      value={value}
      options={options}
      onValueChange={choose}
      loading={projects.isLoading || clients.isLoading}
      trigger={
        <button type="button" aria-label={`${t('scope')}: ${label}`} className={PICKER_CHIP}>
          <ScopeIcon scope={scope} />
          <span className="max-w-40 truncate">{label}</span>
          <ChevronDown aria-hidden className="size-3" />
        </button>
      }
    />
  );
}
