import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { Kbd } from './kbd.tsx';

type MenuRowProps = {
  icon?: ReactNode;
  /** The keys that do the same. */
  keys?: string | undefined;
  /** It opens another menu. */
  opensMenu?: boolean;
  children?: ReactNode;
};

/** What stands in one row of a menu, whichever way the menu was opened. */
export function MenuRow({ icon, keys, opensMenu = false, children }: MenuRowProps) {
  return (
    <>
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys !== undefined && <Kbd keys={keys} decorative className="ms-4" />}
      {opensMenu && <ChevronRight aria-hidden className="rtl:rotate-180" />}
    </>
  );
}
