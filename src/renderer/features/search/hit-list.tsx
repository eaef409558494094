import { Link as LinkIcon, SquareArrowOutUpRight } from 'lucide-react';
import { useMemo, useState, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import {
  ContextMenu,
  ContextMenuContent,
  ContextMenuItem,
  ContextMenuTrigger,
} from '#renderer/ui/context-menu.tsx';
import { NO_SELECTION, type ListSelection, type SelectionState } from '#renderer/ui/list-selection.ts';
import { VirtualList } from '#renderer/ui/virtual-list.tsx';
import { keyOf as keyOfHit, type FoundHit } from './best-order.ts';
import { HitRow } from './hit-row.tsx';
import type { Results } from './queries.ts';

const keyOf = ({ hit }: FoundHit): string => keyOfHit(hit);

/** Results are opened one at a time, so there is a cursor and no selection. */
function useCursor(): ListSelection {
  const [focus, setFocus] = useState<string | null>(null);
  return useMemo(() => {
    const state: SelectionState = { ...NO_SELECTION, focus };
    return {
      state,
      selectedKeys: [],
      isSelected: () => false,
      update: (change) => setFocus(change(state).focus),
      clear: () => undefined,
    };
  }, [focus]);
}

export function HitList({ results, onOpen }: { results: Results; onOpen(found: FoundHit): void }) {
  const { t } = useTranslation('search');
  const cursor = useCursor();
  const [target, setTarget] = useState<FoundHit>();
  const onContextMenu = (event: MouseEvent): void => {
    const row = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
    const hit = results.hits.find((other) => keyOf(other) === row?.dataset['key']);
    if (hit === undefined) event.preventDefault();
    setTarget(hit);
  };
  const copyLink = ({ hit }: FoundHit): void => {
    navigator.clipboard.writeText(hit.link).then(() => toastDone({ message: t('linkCopied') }), toastError);
  };
  return (
    <ContextMenu>
      <ContextMenuTrigger asChild onContextMenu={onContextMenu}>
        <div className="min-h-0 flex-1 px-5">
          <VirtualList
            label={t('results')}
            items={results.hits}
            getKey={keyOf}
            rowHeight={64}
            selection={cursor}
            onActivate={onOpen}
            onRowKeyDown={(event, hit) => {
              const isTop = event.key === 'ArrowUp' && hit === results.hits[0];
              if (isTop) document.querySelector<HTMLElement>('[data-search-field]')?.focus();
              return isTop;
            }}
            onEndReached={results.loadMore}
            renderRow={(found) => <HitRow found={found} />}
            footer={<div className="h-10" />}
          />
        </div>
      </ContextMenuTrigger>
      {target !== undefined && (
        <ContextMenuContent className="w-52">
          <ContextMenuItem
            icon={<SquareArrowOutUpRight aria-hidden />}
            keys="enter"
            onSelect={() => onOpen(target)}
          >
            {t('open')}
          </ContextMenuItem>
          <ContextMenuItem icon={<LinkIcon aria-hidden />} onSelect={() => copyLink(target)}>
            {t('copyLink')}
          </ContextMenuItem>
        </ContextMenuContent>
      )}
    </ContextMenu>
  );
}
