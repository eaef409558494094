import { PanelLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/provider.tsx';
import { useCommand } from '../lib/commands.tsx';
import { useLocalState } from '../lib/local-state.ts';
import { toastError } from '../lib/toast.ts';
import { useMediaQuery } from '../lib/use-media-query.ts';
import { useSettings } from './use-stored-preferences.ts';

/** Also what a wide window becomes at 200 % zoom. */
const NARROW_WINDOW = '(max-width: 860px)';

export type SidebarFold = { readonly isFolded: boolean; toggle(): void };

/**
 * Wide or folded to icons. The choice lives in the settings and is mirrored on this machine for the first
 * frame; a narrow window folds it for the time being without touching the choice.
 */
export function useSidebarFold(): SidebarFold {
  const { t } = useTranslation('shell');
  const api = useApi();
  const isNarrow = useMediaQuery(NARROW_WINDOW);
  const [isOpenThough, setIsOpenThough] = useState(false);
  const [choice, setChoice] = useLocalState<boolean>('sidebar-folded', false);
  const stored = useSettings().data?.sidebarCollapsed;
  useEffect(() => {
    if (stored !== undefined) setChoice(stored);
  }, [stored, setChoice]);
  const toggle = (): void => {
    if (isNarrow) {
      setIsOpenThough(!isOpenThough);
      return;
    }
    setChoice(!choice);
    api.settings.set.mutate({ sidebarCollapsed: !choice }).catch(toastError);
  };
  useCommand({
    id: 'shell.toggle-sidebar',
    title: t('toggleSidebar'),
    group: t('groupView'),
    icon: PanelLeft,
    keys: '[',
    run: toggle,
  });
  return { isFolded: isNarrow ? !isOpenThough : choice, toggle };
}
