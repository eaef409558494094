import { History, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ITEM_KINDS } from '#shared/contracts/choices.ts';
import type { BackedUpItem } from '#shared/contracts/backup.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { SearchInput } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { useBackedUpItems, useRestoreItems, type ItemKind } from './point-queries.ts';

const TONES = { same: 'neutral', changed: 'info', deleted: 'warning', gone: 'danger' } as const;
const MOST_CHOSEN = 500;

/** Single items of a point in time: found, chosen, brought back. */
export function ItemsView({ sequence }: { sequence: number }) {
  const { t } = useTranslation('backup');
  const [kind, setKind] = useState<ItemKind>('note');
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const asked = useDebounced(query, 250);
  const pages = useBackedUpItems({ sequence, kind, query: asked });
  const restore = useRestoreItems(sequence);
  const choose = (id: string): void => {
    const next = new Set(chosen);
    if (!next.delete(id) && next.size < MOST_CHOSEN) next.add(id);
    setChosen(next);
  };
  const bringBack = (): void =>
    restore.mutate(
      [...chosen].map((id) => ({ kind, id })),
      { onSuccess: () => setChosen(new Set()) },
    );
  return (
    <section aria-label={t('view_items')} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Select
          label={t('kind')}
          className="w-40"
          value={kind}
          onValueChange={(next) => {
            setKind(next);
            setChosen(new Set());
          }}
          options={ITEM_KINDS.map((value) => ({ value, label: t(`noun_${value}s`) }))}
        />
        <SearchInput label={t('findItem')} className="w-72" value={query} onValueChange={setQuery} />
        <Button
          variant="secondary"
          className="ms-auto"
          icon={<RotateCcw aria-hidden />}
          disabled={chosen.size === 0}
          busy={restore.isPending}
          onClick={bringBack}
        >
          {t('bringBack', { count: chosen.size })}
        </Button>
      </div>
      <Card className="overflow-hidden">
        {pages.error && <ErrorState error={pages.error} onRetry={pages.retry} className="py-8" />}
        {pages.isLoading && <ListSkeleton rows={6} />}
        {!pages.isLoading && !pages.error && pages.items.length === 0 && (
          <EmptyState
            compact
            icon={History}
            title={t('noItems')}
            action={asked !== '' && <Button onClick={() => setQuery('')}>{t('dropSearch')}</Button>}
          />
        )}
        <ul aria-label={t('view_items')} className="divide-y divide-border-subtle">
          {pages.items.map((item) => (
            <ItemRow
              key={item.id}
              item={item}
              isChosen={chosen.has(item.id)}
              onChoose={() => choose(item.id)}
            />
          ))}
        </ul>
      </Card>
      {pages.total !== undefined && pages.items.length < pages.total && (
        <Button variant="ghost" size="sm" className="self-center" onClick={pages.loadMore}>
          {t('showMore')}
        </Button>
      )}
    </section>
  );
}

type ItemRowProps = { item: BackedUpItem; isChosen: boolean; onChoose(): void };

function ItemRow({ item, isChosen, onChoose }: ItemRowProps) {
  const { t } = useTranslation('backup');
  const format = useFormat();
  const { id, title, now, updatedAt } = item;
  const isSame = now === 'same';
  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Checkbox id={`item-${id}`} checked={isChosen} disabled={isSame} onCheckedChange={onChoose} />
      <label htmlFor={`item-${id}`} dir="auto" className="min-w-0 flex-1 truncate text-sm">
        {title || t('untitled')}
      </label>
      <span className="shrink-0 text-meta">{format.instant(updatedAt)}</span>
      <Badge tone={TONES[now]}>{t(`now_${now}`)}</Badge>
    </li>
  );
}
