import { ArrowLeft, ArrowRight, Check, ChevronsLeft, ChevronsRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '#renderer/lib/commands.tsx';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import type { TimelineWrites } from './queries.ts';

type SelectionBarProps = { selected: ReadonlySet<string>; writes: TimelineWrites; onClear(): void };

/** What can be done with several tasks at once. */
export function SelectionBar({ selected, writes, onClear }: SelectionBarProps) {
  const { t } = useTranslation('timeline');
  const { t: words } = useTranslation();
  const ids = [...selected];
  const shift = (days: number) => (): void => writes.shift({ ids, title: '', days });
  useCommands([
    {
      id: 'timeline.clear-selection',
      title: words('clearSelection'),
      group: t('title'),
      keys: 'escape',
      hiddenInPalette: true,
      enabled: ids.length > 0,
      run: onClear,
    },
  ]);
  return (
    <BulkBar count={ids.length} onClear={onClear}>
      <IconButton side="top" label={t('weekEarlier')} onClick={shift(-7)}>
        <ChevronsLeft aria-hidden />
      </IconButton>
      <IconButton side="top" label={t('dayEarlier')} onClick={shift(-1)}>
        <ArrowLeft aria-hidden />
      </IconButton>
      <IconButton side="top" label={t('dayLater')} onClick={shift(1)}>
        <ArrowRight aria-hidden />
      </IconButton>
      <IconButton side="top" label={t('weekLater')} onClick={shift(7)}>
        <ChevronsRight aria-hidden />
      </IconButton>
      <Button
        size="sm"
        variant="ghost"
        icon={<Check aria-hidden />}
        onClick={() => {
          writes.complete({ ids, title: '', isDone: true });
          onClear();
        }}
      >
        {t('markDone')}
      </Button>
    </BulkBar>
  );
}
