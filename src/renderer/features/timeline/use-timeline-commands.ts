import { CalendarX2, FoldVertical, LocateFixed, Rows3, ZoomIn, ZoomOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCommands, type Command } from '#renderer/lib/commands.tsx';

type TimelineCommandsOptions = {
  isChart: boolean;
  onZoom(factor: number): void;
  onToday(): void;
  onFoldAll(): void;
  onToggleTray(): void;
  onToggleView(): void;
};

const STEP = 1.6;

/** What the timeline offers in the palette and by key while it is on screen. */
export function useTimelineCommands(options: TimelineCommandsOptions): void {
  const { isChart, onZoom, onToday, onFoldAll, onToggleTray, onToggleView } = options;
  const { t } = useTranslation('timeline');
  const group = t('title');
  const chart: Command[] = [
    { id: 'timeline.zoom-in', title: t('zoomIn'), group, icon: ZoomIn, keys: '+', run: () => onZoom(STEP) },
    {
      id: 'timeline.zoom-in-2',
      title: t('zoomIn'),
      group,
      keys: '=',
      hiddenInPalette: true,
      run: () => onZoom(STEP),
    },
    {
      id: 'timeline.zoom-out',
      title: t('zoomOut'),
      group,
      icon: ZoomOut,
      keys: '-',
      run: () => onZoom(1 / STEP),
    },
    { id: 'timeline.today', title: t('goToday'), group, icon: LocateFixed, keys: 't', run: onToday },
    { id: 'timeline.fold', title: t('foldAll'), group, icon: FoldVertical, keys: 'f', run: onFoldAll },
    { id: 'timeline.tray', title: t('showUndated'), group, icon: CalendarX2, keys: 'u', run: onToggleTray },
  ];
  useCommands([
    ...chart.map((command) => ({ ...command, enabled: isChart })),
    { id: 'timeline.view', title: t('switchView'), group, icon: Rows3, keys: 'v', run: onToggleView },
  ]);
}
