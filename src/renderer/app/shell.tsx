import { useLocation } from '@tanstack/react-router';
import { lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeListener } from '../api/change-listener.ts';
import { useConnectionState } from '../api/provider.tsx';
import { SystemWarnings } from '../features/settings/system-warnings.tsx';
import { DateParserProvider } from '../lib/date-parser.tsx';
import { PreferencesProvider } from '../lib/preferences.tsx';
import { ShellActionsProvider, type QuickAddOptions, type ShellActions } from '../lib/shell-actions.tsx';
import { Banner } from '../ui/banner.tsx';
import { GlobalCommands } from './global-commands.tsx';
import { HostEvents } from './host-events.tsx';
import { RouteAnnouncer } from './route-announcer.tsx';
import { Sidebar } from './sidebar.tsx';
import { useHostDateParser } from './use-host-date-parser.ts';
import { useStoredPreferences } from './use-stored-preferences.ts';

const CommandPalette = lazy(async () => ({
  default: (await import('./command-palette.tsx')).CommandPalette,
}));
const QuickAddDialog = lazy(async () => ({
  default: (await import('../features/quick-add/quick-add-dialog.tsx')).QuickAddDialog,
}));
const CheatSheet = lazy(async () => ({ default: (await import('./cheat-sheet.tsx')).CheatSheet }));

type Overlay = 'palette' | 'quick-add' | 'cheat-sheet';

/** Windows of their own, such as the tray's quick capture, bring no sidebar. */
const BARE_PATHS: ReadonlySet<string> = new Set(['/capture']);

/** Everything around the page: sidebar, commands, palette, quick add, and the listener that keeps queries fresh. */
export function Shell({ children }: { children: ReactNode }) {
  useChangeListener();
  const preferences = useStoredPreferences();
  const parseDate = useHostDateParser();
  const [overlay, setOverlay] = useState<Overlay>();
  const [quickAdd, setQuickAdd] = useState<QuickAddOptions>({});
  const actions = useMemo<ShellActions>(
    () => ({
      openQuickAdd: (options = {}) => {
        setQuickAdd(options);
        setOverlay('quick-add');
      },
      openPalette: () => setOverlay('palette'),
      openCheatSheet: () => setOverlay('cheat-sheet'),
    }),
    [],
  );
  const close = (): void => setOverlay(undefined);
  const isBare = useLocation({ select: ({ pathname }) => BARE_PATHS.has(pathname) });
  return (
    <PreferencesProvider value={preferences}>
      <DateParserProvider value={parseDate}>
        <ShellActionsProvider value={actions}>
          {isBare ? (
            children
          ) : (
            <>
              <Frame>{children}</Frame>
              <GlobalCommands />
              <HostEvents />
              <Suspense fallback={null}>
                {overlay === 'palette' && <CommandPalette onClose={close} />}
                {overlay === 'quick-add' && <QuickAddDialog options={quickAdd} onClose={close} />}
                {overlay === 'cheat-sheet' && <CheatSheet onClose={close} />}
              </Suspense>
            </>
          )}
        </ShellActionsProvider>
      </DateParserProvider>
    </PreferencesProvider>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation('shell');
  const connection = useConnectionState();
  return (
    <div className="flex h-full">
      <a
        href="#content"
        className="fixed start-3 top-3 z-60 -translate-y-20 rounded-lg bg-primary px-4 py-2 text-sm font-medium text-primary-foreground focus:translate-y-0"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>('#content')?.focus();
        }}
      >
        {t('skipToContent')}
      </a>
      <Sidebar />
      <main id="content" tabIndex={-1} className="relative flex min-w-0 flex-1 flex-col outline-none">
        {connection === 'reconnecting' && (
          <div className="mx-auto w-full max-w-6xl px-8 pt-3">
            <Banner tone="offline">{t('reconnectingText')}</Banner>
          </div>
        )}
        <div className="mx-auto w-full max-w-6xl px-8 empty:hidden [&>*]:mt-3">
          <SystemWarnings />
        </div>
        <div className="min-h-0 flex-1">{children}</div>
        <RouteAnnouncer />
      </main>
    </div>
  );
}
