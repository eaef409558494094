import { AlarmClock, Ellipsis, RotateCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useBriefTimes } from '#renderer/entities/brief/brief-times.ts';
import {
  DropdownMenu,
  DropdownMenuCheckItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSub,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { useBriefAt } from './queries.ts';

/** Writes the brief again, and says when it is written by itself. */
export function BriefMenu({ isWriting, onWrite }: { isWriting: boolean; onWrite(): void }) {
  const { t } = useTranslation('home');
  const { briefAt, set } = useBriefAt();
  const times = useBriefTimes(briefAt ?? '');
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="xs" label={t('briefMenu')}>
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <DropdownMenuItem icon={<RotateCw aria-hidden />} disabled={isWriting} onSelect={onWrite}>
          {t('briefRefresh')}
        </DropdownMenuItem>
        <DropdownMenuSub icon={<AlarmClock aria-hidden />} label={t('briefAt')}>
          {times.map(({ value, label }) => (
            <DropdownMenuCheckItem key={value} checked={value === briefAt} onSelect={() => set(value)}>
              {label}
            </DropdownMenuCheckItem>
          ))}
        </DropdownMenuSub>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
