import { useTranslation } from 'react-i18next';
import type { PluginOffer } from '#shared/contracts/plugins.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import { PluginTile } from './plugin-mark.tsx';
import { RIGHT_ICONS } from './right-words.ts';

/** One that can be installed: what it is for and, as small marks, what it will ask for. */
export function ShippedCard({ offer, onInstall }: { offer: PluginOffer; onInstall(): void }) {
  const { t } = useTranslation('plugins');
  const types = [...new Set(offer.rights.map(({ type }) => type))];
  const words =
    types.length === 0
      ? t('asksForNothing')
      : t('asksFor', { rights: types.map((type) => t(`right_${type}`)).join(', ') });
  return (
    <li>
      <Card className="flex h-full flex-col p-4">
        <div className="flex items-center gap-3">
          <PluginTile name={offer.name} />
          <div className="min-w-0 flex-1">
            <h3 dir="auto" className="truncate text-sm font-semibold tracking-[-0.2px]">
              {offer.title}
            </h3>
            <p className="text-meta">{t('version', { version: offer.version })}</p>
          </div>
        </div>
        <p dir="auto" className="mt-3 line-clamp-3 text-[13px] leading-relaxed text-muted-foreground">
          {offer.description}
        </p>
        <div className="mt-auto flex items-center gap-2 pt-4">
          <Tooltip content={words}>
            <span role="img" aria-label={words} className="flex gap-1.5 text-muted-foreground">
              {types.map((type) => {
                const Icon = RIGHT_ICONS[type];
                return <Icon key={type} aria-hidden className="size-4" strokeWidth={1.7} />;
              })}
            </span>
          </Tooltip>
          <Button
            size="sm"
            className="ms-auto"
            aria-label={`${t('install')} ${offer.title}`}
            onClick={onInstall}
          >
            {t('install')}
          </Button>
        </div>
      </Card>
    </li>
  );
}
