import {
  ArrowLeft,
  ArrowRight,
  CalendarClock,
  Check,
  Link as LinkIcon,
  PanelRight,
  RotateCcw,
  Sparkles,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isSuggestion, useSuggestionActions } from '#renderer/entities/proposal/suggestion-actions.ts';
import { today } from '#renderer/lib/dates.ts';
import { toastDone, toastError } from '#renderer/lib/toast.ts';
import { ContextMenuItem, ContextMenuSeparator } from '#renderer/ui/context-menu.tsx';
import type { PlacedItem } from './lane-layout.ts';
import { toDay } from './time-scale.ts';

type ItemMenuProps = {
  placed: PlacedItem;
  onOpen(placed: PlacedItem): void;
  onShift(placed: PlacedItem, days: number): void;
  onComplete(placed: PlacedItem, isDone: boolean): void;
};

export function ItemMenu({ placed, onOpen, onShift, onComplete }: ItemMenuProps) {
  const { t } = useTranslation('timeline');
  const { t: words } = useTranslation();
  const { t: checkpoints } = useTranslation('checkpoints');
  const { approve, reject } = useSuggestionActions();
  const { item, start } = placed;
  const copyLink = (): void => {
    navigator.clipboard
      .writeText(`adiuva://${item.kind}/${item.id}`)
      .then(() => toastDone({ message: words('copied') }), toastError);
  };
  return (
    <>
      <ContextMenuItem icon={<PanelRight aria-hidden />} keys="enter" onSelect={() => onOpen(placed)}>
        {words('open')}
      </ContextMenuItem>
      {isSuggestion(item) ? (
        <>
          <ContextMenuItem icon={<Sparkles aria-hidden />} onSelect={() => approve(item)}>
            {checkpoints('approve')}
          </ContextMenuItem>
          <ContextMenuItem icon={<X aria-hidden />} onSelect={() => reject(item)}>
            {checkpoints('reject')}
          </ContextMenuItem>
        </>
      ) : (
        <ContextMenuItem
          icon={item.isDone ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
          keys="space"
          onSelect={() => onComplete(placed, !item.isDone)}
        >
          {item.isDone ? t('markOpen') : t('markDone')}
        </ContextMenuItem>
      )}
      <ContextMenuSeparator />
      <ContextMenuItem
        icon={<CalendarClock aria-hidden />}
        onSelect={() => onShift(placed, toDay(today()) - start)}
      >
        {t('moveToToday')}
      </ContextMenuItem>
      <ContextMenuItem
        icon={<ArrowRight aria-hidden />}
        keys="arrowright"
        onSelect={() => onShift(placed, 1)}
      >
        {t('dayLater')}
      </ContextMenuItem>
      <ContextMenuItem
        icon={<ArrowRight aria-hidden />}
        keys="shift+arrowright"
        onSelect={() => onShift(placed, 7)}
      >
        {t('weekLater')}
      </ContextMenuItem>
      <ContextMenuItem icon={<ArrowLeft aria-hidden />} keys="arrowleft" onSelect={() => onShift(placed, -1)}>
        {t('dayEarlier')}
      </ContextMenuItem>
      <ContextMenuSeparator />
      <ContextMenuItem icon={<LinkIcon aria-hidden />} onSelect={copyLink}>
        {t('copyLink')}
      </ContextMenuItem>
    </>
  );
}
