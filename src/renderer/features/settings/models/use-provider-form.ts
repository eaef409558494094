import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelProvider, ProviderPreset, ProviderTest } from '#shared/contracts/models.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import {
  draftOf,
  missingToAsk,
  missingToKeep,
  newProviderDraft,
  toInput,
  toModelSearch,
  toPatch,
  toTest,
  type ProviderDraft,
  type ProviderField,
} from './provider-draft.ts';
import { useSaveProvider, useTestProvider } from './provider-queries.ts';

export type ProviderForm = ReturnType<typeof useProviderForm>;

type FormOf = {
  readonly preset: ProviderPreset;
  /** The provider to change; a new one without it. */
  readonly provider: ModelProvider | undefined;
  onSaved(): void;
};

// What went wrong was told in a toast where it happened.
const quietly = (work: Promise<unknown>): void => void work.catch(() => undefined);

/** Asks the provider as it is typed in: whether it works, and which models it has. */
function useTrying(draft: ProviderDraft, keyOf: string | undefined) {
  const [result, setResult] = useState<ProviderTest>();
  const [models, setModels] = useState<readonly string[]>([]);
  const test = useTestProvider();
  const find = useTestProvider();
  return {
    result,
    models,
    isTesting: test.isPending,
    isFinding: find.isPending,
    forget: (): void => setResult(undefined),
    tryOut: async (): Promise<boolean> => {
      const found = await test.mutateAsync(toTest(draft, keyOf));
      setResult(found);
      if (found.models.length > 0) setModels(found.models);
      return found.isOk;
    },
    /** What it lists is offered; why it can't be asked is told like any other test. */
    findModels: async (): Promise<void> => {
      const found = await find.mutateAsync(toModelSearch(draft, keyOf));
      setModels(found.models);
      setResult(found.isOk ? undefined : found);
    },
  };
}

/** A new provider is tried before it is kept: one that does not work is only kept when the person insists. */
export function useProviderForm({ preset, provider, onSaved }: FormOf) {
  const { t } = useTranslation('models');
  const [draft, setDraft] = useState(() =>
    provider === undefined ? newProviderDraft(preset) : draftOf(provider),
  );
  const [missing, setMissing] = useState<readonly ProviderField[]>([]);
  const trying = useTrying(draft, provider?.id);
  const save = useSaveProvider();
  const hasKey = provider?.hasKey === true;
  const isBusy = trying.isTesting || save.isPending;
  const isWhole = (check: typeof missingToKeep): boolean => {
    const found = check(draft, preset, hasKey);
    setMissing(found);
    return found.length === 0;
  };
  const keep = async (): Promise<void> => {
    const saved = await save.mutateAsync(
      provider === undefined
        ? { id: null, input: toInput(draft) }
        : { id: provider.id, patch: toPatch(draft) },
    );
    toastDone({ message: t(provider === undefined ? 'added' : 'saved', { name: saved.name }) });
    onSaved();
  };
  return {
    draft,
    missing,
    result: trying.result,
    models: trying.models,
    isBusy,
    isFinding: trying.isFinding,
    isNew: provider === undefined,
    hasKey,
    change: (patch: Partial<ProviderDraft>): void => {
      trying.forget();
      setDraft({ ...draft, ...patch });
    },
    submit: (event: SyntheticEvent): void => {
      event.preventDefault();
      if (isBusy || !isWhole(missingToKeep)) return;
      quietly(provider === undefined ? trying.tryOut().then((isOk) => (isOk ? keep() : undefined)) : keep());
    },
    test: (): void => {
      if (isWhole(missingToKeep)) quietly(trying.tryOut());
    },
    findModels: (): void => {
      if (!trying.isFinding && isWhole(missingToAsk)) quietly(trying.findModels());
    },
    /** For a list that is opened before anything was fetched; says nothing of what is missing. */
    offerModels: (): void => {
      const canAsk = missingToAsk(draft, preset, hasKey).length === 0;
      if (trying.models.length === 0 && !trying.isFinding && canAsk) quietly(trying.findModels());
    },
    keepAnyway: (): void => quietly(keep()),
  };
}
