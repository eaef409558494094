import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { keyCaps } from '../lib/shortcuts.ts';

const CAP =
  'inline-flex h-[18px] min-w-[18px] items-center justify-center rounded-[5px] border border-border bg-card px-1 font-sans text-[11px] leading-none font-medium text-muted-foreground';

type KbdProps = {
  keys: string;
  /** Inside a button or menu item, whose name should be its words alone. */
  decorative?: boolean;
  className?: string;
};

/** Key caps for a shortcut in the grammar of lib/shortcuts.ts. */
export function Kbd({ keys, decorative = false, className }: KbdProps) {
  const { t } = useTranslation('shell');
  // A sequence may press one key twice, so a chord is known by its place.
  const chords = keyCaps(keys).map((caps, place) => ({ caps, place }));
  return (
    <span
      aria-hidden={decorative || undefined}
      className={cn('inline-flex shrink-0 items-center gap-1', className)}
    >
      {chords.map(({ caps, place }) => (
        <Fragment key={place}>
          {place > 0 && <span className="text-[11px] opacity-80">{t('then')}</span>}
          {caps.map((cap) => (
            <kbd key={cap} className={CAP}>
              {cap}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
