import { Link } from '@tanstack/react-router';
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { PopoverClose } from '../ui/popover.tsx';

/** What could not be sent and needs the person, with the way to it. */
export function QueueCorner({ count }: { count: number }) {
  const { t } = useTranslation('shell');
  if (count === 0) return null;
  return (
    <PopoverClose asChild>
      <Link
        to="/settings"
        search={{ section: 'network' }}
        className="mt-3 flex items-center gap-2 rounded-md bg-warning-soft px-2.5 py-2 text-[13px] font-medium text-warning-text hover:underline"
      >
        <CircleAlert aria-hidden className="size-4 shrink-0" />
        {t('unsentNeedsYou', { count })}
      </Link>
    </PopoverClose>
  );
}
