import { Blocks, PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginOffer, PluginSource, PluginSummary } from '#shared/contracts/plugins.ts';
import { usePlugins } from '#renderer/entities/plugin/plugin-queries.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { Page, PageHeader, SectionHeading } from '#renderer/ui/page-header.tsx';
import { CardGridSkeleton, ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { InstallDialog } from './install-dialog.tsx';
import { PermissionDialog } from './permission-dialog.tsx';
import { PluginRow } from './plugin-row.tsx';
import { useShippedPlugins } from './queries.ts';
import { RemoveDialog } from './remove-dialog.tsx';
import { ShippedCard } from './shipped-card.tsx';

type Choosing = { readonly source: PluginSource; readonly known?: PluginOffer };
type PluginsPageProps = { onOpen(name: string): void };

/** What is installed and how it stands, and what could be. */
export function PluginsPage({ onOpen }: PluginsPageProps) {
  const { t } = useTranslation('plugins');
  const [isPicking, setIsPicking] = useState(false);
  const [choosing, setChoosing] = useState<Choosing>();
  const chooseShipped = (known: PluginOffer): void =>
    setChoosing({ source: { from: 'shipped', name: known.name }, known });
  const [removing, setRemoving] = useState<PluginSummary>();
  return (
    <Page>
      <PageHeader
        title={t('title')}
        meta={t('subtitle')}
        actions={
          <Button variant="outline" icon={<PackagePlus aria-hidden />} onClick={() => setIsPicking(true)}>
            {t('installFrom')}
          </Button>
        }
      />
      <div className="flex flex-col gap-8 px-8 pt-1">
        <Installed onRemove={setRemoving} onUpdate={chooseShipped} />
        <Shipped onInstall={chooseShipped} />
      </div>
      {isPicking && (
        <InstallDialog
          onChosen={(source) => {
            setIsPicking(false);
            setChoosing({ source });
          }}
          onClose={() => setIsPicking(false)}
        />
      )}
      {choosing && (
        <PermissionDialog
          {...choosing}
          onInstalled={({ name }) => onOpen(name)}
          onClose={() => setChoosing(undefined)}
        />
      )}
      {removing && <RemoveDialog plugin={removing} onClose={() => setRemoving(undefined)} />}
    </Page>
  );
}

type InstalledProps = { onRemove(plugin: PluginSummary): void; onUpdate(offer: PluginOffer): void };

function Installed({ onRemove, onUpdate }: InstalledProps) {
  const { t } = useTranslation('plugins');
  const { data: plugins, error, refetch } = usePlugins();
  const { data: shipped } = useShippedPlugins();
  if (error && plugins === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (plugins?.length === 0)
    return (
      <Card>
        <EmptyState
          icon={Blocks}
          title={t('none')}
          text={t(shipped?.length === 0 ? 'noneAtAll' : 'noneText')}
          className="py-10"
        />
      </Card>
    );
  return (
    <section aria-labelledby="plugins-installed">
      <SectionHeading count={plugins?.length}>
        <span id="plugins-installed">{t('installed')}</span>
      </SectionHeading>
      <Card className="mt-2">
        {plugins === undefined ? (
          <ListSkeleton rows={4} className="p-2" />
        ) : (
          <ul className="divide-y divide-border-subtle">
            {plugins.map((plugin) => {
              const update = shipped?.find((offer) => isUpdate(plugin, offer));
              return (
                <PluginRow
                  key={plugin.name}
                  plugin={plugin}
                  onRemove={() => onRemove(plugin)}
                  onUpdate={update && (() => onUpdate(update))}
                />
              );
            })}
          </ul>
        )}
      </Card>
    </section>
  );
}

function Shipped({ onInstall }: { onInstall(offer: PluginOffer): void }) {
  const { t } = useTranslation('plugins');
  const { data: offers, error, refetch } = useShippedPlugins();
  const { data: plugins } = usePlugins();
  if (error && offers === undefined) return <ErrorState error={error} onRetry={() => void refetch()} />;
  const ready = offers?.filter(({ name }) => !plugins?.some((plugin) => plugin.name === name));
  if (ready?.length === 0) return null;
  return (
    <section aria-labelledby="plugins-shipped">
      <SectionHeading count={ready?.length}>
        <span id="plugins-shipped">{t('shipped')}</span>
      </SectionHeading>
      <p className="text-[13px] text-muted-foreground">{t('shippedText')}</p>
      {ready === undefined ? (
        <CardGridSkeleton cards={4} className="mt-3" />
      ) : (
        <ul className="mt-3 grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-4">
          {ready.map((offer) => (
            <ShippedCard key={offer.name} offer={offer} onInstall={() => onInstall(offer)} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** Another content came with the app than the one that is installed. */
const isUpdate = (plugin: PluginSummary, offer: PluginOffer): boolean =>
  plugin.isFirstParty && plugin.name === offer.name && plugin.contentHash !== offer.contentHash;
