import { Plus, Sparkles } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModelProvider } from '#shared/contracts/models.ts';
import { useProviderHealth, useProviders } from '#renderer/entities/model/model-queries.ts';
import { useOffline } from '#renderer/entities/network/offline.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { useRowDrag } from '#renderer/ui/row-drag.ts';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';
import { ProviderDialog } from './provider-dialog.tsx';
import { useOrderProviders, useRemoveProvider } from './provider-queries.ts';
import { ProviderRow } from './provider-row.tsx';

type Open = { readonly what: 'add' } | { readonly what: 'edit' | 'remove'; readonly provider: ModelProvider };

/** Who answers, in the order in which they are asked. */
export function ProviderGroup() {
  const { t } = useTranslation('models');
  const [open, setOpen] = useState<Open>();
  const remove = useRemoveProvider();
  const close = (): void => setOpen(undefined);
  const onRemove = (provider: ModelProvider): void =>
    provider.hasKey ? setOpen({ what: 'remove', provider }) : remove.mutate(provider);
  const onAdd = (): void => setOpen({ what: 'add' });
  return (
    <SettingGroup
      title={t('providers')}
      text={t('providersText')}
      actions={
        <Button size="sm" variant="outline" icon={<Plus aria-hidden />} onClick={onAdd}>
          {t('addProvider')}
        </Button>
      }
    >
      <OfflineNote />
      <Providers
        onAdd={onAdd}
        onEdit={(provider) => setOpen({ what: 'edit', provider })}
        onRemove={onRemove}
      />
      {open?.what === 'add' && <ProviderDialog onClose={close} />}
      {open?.what === 'edit' && <ProviderDialog provider={open.provider} onClose={close} />}
      {open?.what === 'remove' && (
        <ConfirmDialog
          open
          onOpenChange={close}
          danger
          title={t('removeTitle', { name: open.provider.name })}
          description={t('removeText')}
          confirmLabel={t('remove')}
          busy={remove.isPending}
          onConfirm={() => remove.mutate(open.provider, { onSuccess: close })}
        />
      )}
    </SettingGroup>
  );
}

function OfflineNote() {
  const { t } = useTranslation('models');
  const { isOffline, set } = useOffline();
  if (!isOffline) return null;
  return (
    <Banner
      tone="offline"
      className="m-3 mb-2.5"
      actions={
        <Button size="xs" variant="ghost" onClick={() => set(false)}>
          {t('goOnline')}
        </Button>
      }
    >
      {t('offlineNote')}
    </Banner>
  );
}

type ProvidersProps = {
  onAdd(): void;
  onEdit(provider: ModelProvider): void;
  onRemove(provider: ModelProvider): void;
};

function Providers({ onAdd, onEdit, onRemove }: ProvidersProps) {
  const { t } = useTranslation('models');
  const { data, error, refetch } = useProviders();
  if (error && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (data === undefined) return <ListSkeleton rows={2} className="px-2 py-2" />;
  if (data.length === 0) {
    return (
      <EmptyState
        compact
        icon={Sparkles}
        title={t('noProviders')}
        text={t('noProvidersText')}
        action={
          <Button variant="primary" icon={<Plus aria-hidden />} onClick={onAdd}>
            {t('addProvider')}
          </Button>
        }
      />
    );
  }
  return <OrderedProviders providers={data} onEdit={onEdit} onRemove={onRemove} />;
}

type OrderedProps = Omit<ProvidersProps, 'onAdd'> & { providers: readonly ModelProvider[] };

function OrderedProviders({ providers, onEdit, onRemove }: OrderedProps) {
  const { t } = useTranslation('models');
  const list = useRef<HTMLUListElement>(null);
  const moved = useRef<string>(null);
  const [told, setTold] = useState('');
  const health = useProviderHealth();
  const order = useOrderProviders();
  const ids = providers.map(({ id }) => id);
  const shown = ids.join(' ');
  // A row that is put elsewhere in the page loses the focus.
  useEffect(() => {
    list.current?.querySelector<HTMLElement>(`[data-provider="${moved.current}"] [data-grip]`)?.focus();
    moved.current = null;
  }, [shown]);
  const place = (id: string, at: number): void => {
    const rest = ids.filter((one) => one !== id);
    const name = providers.find((one) => one.id === id)?.name ?? '';
    order.mutate(rest.toSpliced(at, 0, id));
    setTold(t('placed', { name, place: at + 1, count: ids.length }));
  };
  useRowDrag(list, 'provider', (id, beforeId) => {
    if (beforeId === id) return;
    const rest = ids.filter((one) => one !== id);
    place(id, beforeId === null ? rest.length : rest.indexOf(beforeId));
  });
  const move = (id: string, by: -1 | 1): void => {
    const at = ids.indexOf(id) + by;
    if (at < 0 || at >= ids.length) return;
    place(id, at);
    moved.current = id;
  };
  return (
    <>
      <ul ref={list} className="divide-y divide-border-subtle">
        {providers.map((provider, at) => (
          <ProviderRow
            key={provider.id}
            provider={provider}
            place={at}
            health={health.get(provider.id)}
            verbs={{
              onEdit: () => onEdit(provider),
              onRemove: () => onRemove(provider),
              onMove: providers.length < 2 ? undefined : (by) => move(provider.id, by),
            }}
          />
        ))}
      </ul>
      <p role="status" className="sr-only">
        {told}
      </p>
    </>
  );
}
