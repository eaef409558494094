import { TriangleAlert } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginOffer, PluginSource } from '#shared/contracts/plugins.ts';
import { toastDone } from '#renderer/lib/toast.ts';
import { Banner } from '#renderer/ui/banner.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { OfferFacts } from './offer-facts.tsx';
import { useInstall, useOffer } from './queries.ts';
import { isReady, newRightDraft, toChosenRights, type RightDraft } from './right-draft.ts';
import { RightSwitch } from './right-switch.tsx';
import type { ShownPlugin } from './plugin-types.ts';

type PermissionDialogProps = {
  source: PluginSource;
  /** As it was seen in the list; looked at again meanwhile. */
  known?: PluginOffer;
  onInstalled(plugin: ShownPlugin): void;
  onClose(): void;
};

/** What a plugin says of itself and asks for. Everything is off; it can be installed with nothing allowed. */
export function PermissionDialog({ source, known, onInstalled, onClose }: PermissionDialogProps) {
  const { data: offer, error, refetch } = useOffer(source, known);
  const { t } = useTranslation('plugins');
  if (offer !== undefined)
    return <OfferDialog source={source} offer={offer} onInstalled={onInstalled} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose} title={t('installTitle')} size="lg">
      {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : <ListSkeleton rows={6} />}
    </Dialog>
  );
}

type OfferDialogProps = Omit<PermissionDialogProps, 'known'> & { offer: PluginOffer };

function OfferDialog({ source, offer, onInstalled, onClose }: OfferDialogProps) {
  const { t } = useTranslation('plugins');
  const { t: common } = useTranslation();
  const form = useOfferForm(source, offer, onInstalled);
  const isUpdate = offer.replaces !== null;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title={t(isUpdate ? 'updateTitle' : 'permissionTitle', { name: offer.title })}
      description={offer.description}
      footer={
        <>
          <p aria-live="polite" className="me-auto min-w-0 text-[13px] text-muted-foreground">
            {form.note}
          </p>
          <Button variant="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button
            variant="primary"
            disabled={offer.problems.length > 0 || !form.isWhole}
            busy={form.isBusy}
            onClick={form.install}
          >
            {form.installLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <OfferFacts source={source} offer={offer} />
        <Replaces offer={offer} />
        <Problems problems={offer.problems} />
        <Warnings warnings={offer.warnings} />
        {offer.problems.length === 0 && <RightList offer={offer} form={form} />}
      </div>
    </Dialog>
  );
}

function useOfferForm(source: PluginSource, offer: PluginOffer, onInstalled: (plugin: ShownPlugin) => void) {
  const { t } = useTranslation('plugins');
  const [changed, setChanged] = useState<Readonly<Record<string, RightDraft>>>({});
  const install = useInstall();
  const rights = offer.rights.map((right, index) => {
    const key = `${right.type} ${right.resource ?? ''} ${index}`;
    return { key, right, draft: changed[key] ?? newRightDraft(right) };
  });
  const on = rights.filter(({ draft }) => draft.isOn);
  const isWhole = on.every(({ right, draft }) => isReady(right.type, draft));
  const note = (): string => {
    if (!isWhole) return t('chooseWhat');
    if (on.length < rights.length) return t('cannotRunYet');
    return rights.length === 0 ? '' : t('allowed', { count: on.length, total: rights.length });
  };
  const installLabel = (): string => {
    if (on.length === 0 && rights.length > 0) return t('installBare');
    return t(offer.replaces === null ? 'installGo' : 'updateGo');
  };
  return {
    rights,
    isWhole,
    note: note(),
    installLabel: installLabel(),
    isBusy: install.isPending,
    change: (key: string, draft: RightDraft): void => setChanged({ ...changed, [key]: draft }),
    install: (): void => {
      const nowMs = Date.now();
      const chosen = on.flatMap(({ right, draft }) => toChosenRights(right.type, draft, nowMs));
      install.mutate(
        { source, contentHash: offer.contentHash, rights: chosen },
        {
          onSuccess: (plugin) => {
            const description = plugin.status === 'needs_rights' ? t('installedToastBare') : undefined;
            toastDone({ message: t('installedToast', { name: plugin.title }), description });
            onInstalled(plugin);
          },
        },
      );
    },
  };
}

function Replaces({ offer }: { offer: PluginOffer }) {
  const { t } = useTranslation('plugins');
  if (offer.replaces === null) return null;
  const { version, addedRights } = offer.replaces;
  const added = addedRights.map((type) => t(`right_${type}`)).join(', ');
  return (
    <Banner tone="info">
      {t('replaces', { version })} {added !== '' && <strong>{t('replacesAdded', { rights: added })}</strong>}
    </Banner>
  );
}

function Problems({ problems }: { problems: readonly string[] }) {
  const { t } = useTranslation('plugins');
  if (problems.length === 0) return null;
  return (
    <Banner tone="danger" className="items-start">
      <p className="font-medium">{t('problemsTitle')}</p>
      <BulletList>{problems}</BulletList>
    </Banner>
  );
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  const { t } = useTranslation('plugins');
  if (warnings.length === 0) return null;
  return (
    <div className="flex gap-3 rounded-xl bg-warning-soft px-4 py-3 text-warning-text">
      <TriangleAlert aria-hidden className="mt-0.5 size-4.5 shrink-0" strokeWidth={1.8} />
      <div className="min-w-0 text-sm leading-relaxed">
        <p className="font-medium">{t('warningsTitle')}</p>
        <BulletList>{warnings}</BulletList>
      </div>
    </div>
  );
}

function BulletList({ children }: { children: readonly string[] }): ReactNode {
  const [only] = children;
  if (children.length === 1) return <p>{only}</p>;
  return (
    <ul className="mt-0.5 list-disc ps-4">
      {children.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  );
}

function RightList({ offer, form }: { offer: PluginOffer; form: ReturnType<typeof useOfferForm> }) {
  const { t } = useTranslation('plugins');
  if (form.rights.length === 0) return <p className="text-sm text-muted-foreground">{t('rightsNone')}</p>;
  return (
    <section aria-labelledby="rights-asked">
      <h3 id="rights-asked" className="text-sm font-semibold tracking-[-0.2px]">
        {t('rightsTitle')}
      </h3>
      <p className="mt-0.5 text-[13px] text-muted-foreground">{t('rightsText')}</p>
      <ul className="mt-3 divide-y divide-border-subtle rounded-xl border border-border-subtle bg-card">
        {form.rights.map(({ key, right, draft }) => (
          <RightSwitch
            key={key}
            right={right}
            isAdded={offer.replaces?.addedRights.includes(right.type) ?? false}
            draft={draft}
            onDraftChange={(next) => form.change(key, next)}
          />
        ))}
      </ul>
    </section>
  );
}
