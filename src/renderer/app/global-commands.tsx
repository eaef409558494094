import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import {
  ChartColumn,
  Command as CommandIcon,
  FileInput,
  FolderPlus,
  Keyboard,
  Monitor,
  Moon,
  NotebookPen,
  Plug,
  Plus,
  Redo2,
  Sparkles,
  Sun,
  Undo2,
  Unplug,
  UserPlus,
  Waypoints,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '#shared/contracts/settings.ts';
import { useApi } from '../api/provider.tsx';
import { useOffline } from '../entities/network/offline.ts';
import { useCommands, type Command } from '../lib/commands.tsx';
import { useShellActions } from '../lib/shell-actions.tsx';
import { setThemeChoice } from '../lib/theme.ts';
import { toastError } from '../lib/toast.ts';
import { KEEPING_PLACES, WORK_PLACES } from './navigation.ts';
import { useBackupCommands } from './use-backup-commands.ts';
import { useUndoRedo } from './use-undo-redo.ts';

function usePlaceCommands(): Command[] {
  const { t } = useTranslation('shell');
  const { t: imports } = useTranslation('imports');
  const { t: usage } = useTranslation('usage');
  const { t: traces } = useTranslation('traces');
  const { t: settings } = useTranslation('settings');
  const navigate = useNavigate();
  const group = t('groupGo');
  const places = [...WORK_PLACES, ...KEEPING_PLACES].map(({ to, label, icon, keys }) => ({
    id: `go.${label}`,
    title: t(label),
    group,
    icon,
    keys,
    run: () => void navigate({ to }),
  }));
  // Not in the sidebar, as they are needed once in a while only.
  const goTo = (to: '/import' | '/usage' | '/traces') => (): void => void navigate({ to });
  const toModels = (): void => void navigate({ to: '/settings', search: { section: 'models' } });
  return [
    ...places,
    { id: 'go.import', title: imports('title'), group, icon: FileInput, run: goTo('/import') },
    { id: 'go.usage', title: usage('title'), group, icon: ChartColumn, run: goTo('/usage') },
    { id: 'go.traces', title: traces('title'), group, icon: Waypoints, run: goTo('/traces') },
    { id: 'go.models', title: settings('models'), group, icon: Sparkles, run: toModels },
  ];
}

function useThemeCommands(): Command[] {
  const { t } = useTranslation('shell');
  const api = useApi();
  const save = useMutation({
    mutationFn: (theme: Settings['theme']) => api.settings.set.mutate({ theme }),
    onError: toastError,
  });
  const command = (theme: Settings['theme'], title: string, icon: Command['icon']): Command => ({
    id: `theme.${theme}`,
    title,
    icon,
    group: t('groupView'),
    run: () => {
      setThemeChoice(theme);
      save.mutate(theme);
    },
  });
  return [
    command('light', t('themeLight'), Sun),
    command('dark', t('themeDark'), Moon),
    command('system', t('themeSystem'), Monitor),
  ];
}

function useEditCommands(): Command[] {
  const { t } = useTranslation('shell');
  const { undo, redo } = useUndoRedo();
  const group = t('groupEdit');
  return [
    { id: 'edit.undo', title: t('undo'), group, icon: Undo2, keys: 'mod+z', run: undo },
    { id: 'edit.redo', title: t('redo'), group, icon: Redo2, keys: 'mod+shift+z', run: redo },
    { id: 'edit.redo-y', title: t('redo'), group, keys: 'mod+y', hiddenInPalette: true, run: redo },
  ];
}

function useOfflineCommand(): Command {
  const { t } = useTranslation('shell');
  const { isOffline, set } = useOffline();
  return {
    id: 'network.offline',
    title: t(isOffline ? 'goOnline' : 'goOffline'),
    group: t('groupView'),
    icon: isOffline ? Plug : Unplug,
    run: () => set(!isOffline),
  };
}

/** New things are made on the page of their kind, which opens its form when asked with `?new`. */
function useCreateCommands(): Command[] {
  const { t } = useTranslation('shell');
  const navigate = useNavigate();
  const { openQuickAdd } = useShellActions();
  const group = t('groupCreate');
  return [
    {
      id: 'create.task',
      title: t('quickAdd'),
      group,
      icon: Plus,
      keys: 'mod+n',
      inFields: true,
      run: () => openQuickAdd(),
    },
    {
      id: 'create.task-c',
      title: t('quickAdd'),
      group,
      keys: 'c',
      hiddenInPalette: true,
      run: () => openQuickAdd(),
    },
    {
      id: 'create.note',
      title: t('newNote'),
      group,
      icon: NotebookPen,
      keys: 'n n',
      run: () => void navigate({ to: '/notes', search: { new: true } }),
    },
    {
      id: 'create.project',
      title: t('newProject'),
      group,
      icon: FolderPlus,
      keys: 'n p',
      run: () => void navigate({ to: '/projects', search: { new: true } }),
    },
    {
      id: 'create.client',
      title: t('newClient'),
      group,
      icon: UserPlus,
      keys: 'n c',
      run: () => void navigate({ to: '/clients', search: { new: true } }),
    },
  ];
}

/** What can be done from everywhere. Pages add their own with useCommands. */
export function GlobalCommands() {
  const { t } = useTranslation('shell');
  const { t: assistant } = useTranslation('assistant');
  const { openPalette, openCheatSheet, toggleChat } = useShellActions();
  useCommands([
    {
      id: 'shell.palette',
      title: t('palette'),
      group: t('groupGo'),
      icon: CommandIcon,
      keys: 'mod+k',
      inFields: true,
      hiddenInPalette: true,
      run: openPalette,
    },
    {
      id: 'assistant.toggle',
      title: assistant('toggle'),
      group: t('groupGo'),
      icon: Sparkles,
      keys: 'mod+j',
      inFields: true,
      run: toggleChat,
    },
    ...usePlaceCommands(),
    ...useCreateCommands(),
    ...useEditCommands(),
    ...useBackupCommands(),
    ...useThemeCommands(),
    useOfflineCommand(),
    {
      id: 'shell.cheat-sheet',
      title: t('cheatSheet'),
      group: t('groupHelp'),
      icon: Keyboard,
      keys: '?',
      run: openCheatSheet,
    },
  ]);
  return null;
}
