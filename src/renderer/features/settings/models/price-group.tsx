import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PriceDialog, type PriceSubject } from '#renderer/entities/spending/price-dialog.tsx';
import { PriceTable } from '#renderer/entities/spending/price-table.tsx';
import { usePrices, useUsageOverview } from '#renderer/entities/spending/spending-queries.ts';
import { UnpricedNote } from '#renderer/entities/spending/unpriced-note.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SearchInput } from '#renderer/ui/input.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { SettingGroup } from '#renderer/ui/setting-row.tsx';

/** The person's own prices; those that came with the app on request. */
export function PriceGroup() {
  const { t } = useTranslation('usage');
  const { data: overview } = useUsageOverview();
  const [open, setOpen] = useState<{ readonly subject?: PriceSubject }>();
  return (
    <SettingGroup
      title={t('prices')}
      text={t('pricesText')}
      actions={
        <Button size="sm" variant="outline" icon={<Plus aria-hidden />} onClick={() => setOpen({})}>
          {t('addPrice')}
        </Button>
      }
    >
      <UnpricedNote
        models={overview?.unpricedModels ?? []}
        onEnter={(subject) => setOpen({ subject })}
        className="m-3"
      />
      <Prices onEdit={(subject) => setOpen({ subject })} />
      {open && <PriceDialog subject={open.subject} onClose={() => setOpen(undefined)} />}
    </SettingGroup>
  );
}

function Prices({ onEdit }: { onEdit(subject: PriceSubject): void }) {
  const { t } = useTranslation('usage');
  const { data, error, refetch } = usePrices();
  const [isWhole, setIsWhole] = useState(false);
  const [text, setText] = useState('');
  if (error && data === undefined)
    return <ErrorState error={error} onRetry={() => void refetch()} className="py-8" />;
  if (data === undefined) return <ListSkeleton rows={3} className="px-2 py-2" />;
  const own = data.filter((price) => price.id !== null);
  const wanted = text.trim().toLowerCase();
  const shown = isWhole ? data.filter(({ modelId }) => modelId.toLowerCase().includes(wanted)) : own;
  return (
    <div>
      {isWhole && (
        <SearchInput
          label={t('filterPrices')}
          value={text}
          onValueChange={setText}
          className="m-3 max-w-72"
        />
      )}
      {shown.length > 0 && <PriceTable prices={shown} onEdit={onEdit} />}
      {isWhole && shown.length === 0 && (
        <p className="px-5 pb-4 text-[13px] text-muted-foreground">{t('noPriceMatches')}</p>
      )}
      <div className="flex items-center gap-3 px-5 py-2.5">
        <p className="min-w-0 flex-1 text-[13px] text-muted-foreground">
          {own.length === 0 && !isWhole && t('noOwnPrices')}
        </p>
        <Button
          size="sm"
          variant="ghost"
          aria-expanded={isWhole}
          onClick={() => {
            setIsWhole(!isWhole);
            setText('');
          }}
        >
          {isWhole ? t('hidePrices') : t('showPrices', { count: data.length - own.length })}
        </Button>
      </div>
    </div>
  );
}
