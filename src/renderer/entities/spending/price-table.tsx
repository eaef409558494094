import { Pencil, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ModelPrice } from '#shared/contracts/usage.ts';
import { today } from '#renderer/lib/dates.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { DataCell, DataHead, DataTable } from '#renderer/ui/data-table.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { useProviderName } from '../model/model-queries.ts';
import { useExactDollars } from './dollars.ts';
import { useRemovePrice } from './spending-queries.ts';

type PriceTableProps = { prices: readonly ModelPrice[]; onEdit(price: ModelPrice): void };

/** Per million tokens, each with the day from which it counts. */
export function PriceTable({ prices, onEdit }: PriceTableProps) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  return (
    <DataTable>
      <thead>
        <tr>
          <DataHead className="ps-5">{t('model')}</DataHead>
          <DataHead className="text-end">{t('price_input')}</DataHead>
          <DataHead className="text-end">{t('price_cachedInput')}</DataHead>
          <DataHead className="text-end">{t('price_output')}</DataHead>
          <DataHead>{t('from')}</DataHead>
          <DataHead className="pe-5">
            <span className="sr-only">{common('moreActions')}</span>
          </DataHead>
        </tr>
      </thead>
      <tbody>
        {prices.map((price) => (
          <PriceRow
            key={`${price.providerId} ${price.modelId} ${price.from} ${price.id ?? ''}`}
            price={price}
            onEdit={() => onEdit(price)}
          />
        ))}
      </tbody>
    </DataTable>
  );
}

function PriceRow({ price, onEdit }: { price: ModelPrice; onEdit(): void }) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const format = useFormat();
  const dollars = useExactDollars();
  const remove = useRemovePrice();
  const provider = useProviderName()(price.providerId);
  const { modelId, from } = price;
  const isOwn = price.id !== null;
  return (
    <tr>
      <DataCell className="min-w-40 ps-5">
        <span dir="ltr" className="me-2 wrap-anywhere">
          {modelId}
        </span>
        {provider !== '' && <span className="me-2 text-meta">{provider}</span>}
        {isOwn && <Badge>{t('ownPrice')}</Badge>}
        {from > today() && <Badge tone="info">{t('coming')}</Badge>}
      </DataCell>
      <DataCell className="text-end tabular-nums">{dollars(price.inputMicros)}</DataCell>
      <DataCell className="text-end tabular-nums">{dollars(price.cachedInputMicros)}</DataCell>
      <DataCell className="text-end tabular-nums">{dollars(price.outputMicros)}</DataCell>
      <DataCell className="whitespace-nowrap text-muted-foreground">{format.date(from)}</DataCell>
      <DataCell className="pe-4 text-end whitespace-nowrap">
        <IconButton label={t('editNamed', { name: modelId })} onClick={onEdit}>
          <Pencil aria-hidden />
        </IconButton>
        {isOwn && (
          <IconButton label={common('removeNamed', { name: modelId })} onClick={() => remove.mutate(price)}>
            <X aria-hidden />
          </IconButton>
        )}
      </DataCell>
    </tr>
  );
}
