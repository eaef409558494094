import { BrainCircuit, PencilLine, Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemoryFact } from '#shared/contracts/memory.ts';
import { usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { SettingGroup, SettingRow } from '#renderer/ui/setting-row.tsx';
import { FactDialog } from './fact-dialog.tsx';
import { useFacts, useForgetFact } from './memory-queries.ts';

type Asking = { readonly fact: MemoryFact | undefined };

/** What the assistant keeps in mind for good: seen, changed and forgotten here. */
export function MemorySection() {
  const { t } = useTranslation('assistant');
  const [asking, setAsking] = useState<Asking>();
  const add = (
    <Button
      size="sm"
      variant="outline"
      icon={<Plus aria-hidden />}
      onClick={() => setAsking({ fact: undefined })}
    >
      {t('memoryAdd')}
    </Button>
  );
  return (
    <>
      <SettingGroup title={t('memoryTitle')} text={t('memoryText')} actions={add}>
        <Facts onEdit={(fact) => setAsking({ fact })} />
      </SettingGroup>
      {asking && <FactDialog fact={asking.fact} onClose={() => setAsking(undefined)} />}
    </>
  );
}

function Facts({ onEdit }: { onEdit(fact: MemoryFact): void }) {
  const { t } = useTranslation('assistant');
  const { data, error, refetch } = useFacts();
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (!data) return <ListSkeleton rows={3} />;
  if (data.length === 0) {
    return <EmptyState compact icon={BrainCircuit} title={t('memoryNone')} text={t('memoryNoneText')} />;
  }
  return data.map((fact) => <Fact key={fact.id} fact={fact} onEdit={onEdit} />);
}

function useFactPlace(): (fact: MemoryFact) => string {
  const { t } = useTranslation('assistant');
  const projects = useProjectOptions().options;
  const clients = useClientOptions().options;
  return ({ scope, namespace }) => {
    const options = scope.projectId === null ? clients : projects;
    const id = scope.projectId ?? scope.clientId;
    const place = options.find(({ value }) => value === id)?.label ?? t('memoryEverywhere');
    return namespace === 'shared' ? place : `${place} · ${t(`memory_${namespace}`)}`;
  };
}

function Fact({ fact, onEdit }: { fact: MemoryFact; onEdit(fact: MemoryFact): void }) {
  const { t } = useTranslation('assistant');
  const format = useFormat();
  const nameOf = usePrincipalName();
  const placeOf = useFactPlace();
  const forget = useForgetFact();
  const { key, value, principal, updatedAt } = fact;
  const by = t('memoryBy', { name: nameOf(principal), when: format.ago(updatedAt) });
  return (
    <SettingRow
      label={key}
      hint={
        <>
          <span dir="auto" className="block text-sm text-foreground wrap-anywhere">
            {value}
          </span>
          <span className="mt-1 block text-xs">
            {placeOf(fact)} · {by}
          </span>
        </>
      }
    >
      <IconButton label={t('memoryEditNamed', { name: key })} onClick={() => onEdit(fact)}>
        <PencilLine aria-hidden />
      </IconButton>
      <IconButton
        label={t('memoryForgetNamed', { name: key })}
        disabled={forget.isPending}
        onClick={() => forget.mutate(fact)}
      >
        <X aria-hidden />
      </IconButton>
    </SettingRow>
  );
}
