import { useQueryClient } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useChangeListener } from '../api/change-listener.ts';
import { useConnectionState } from '../api/provider.tsx';
import { FloatingChat, useChatDock } from '../features/assistant/use-chat-dock.ts';
import { SystemWarnings } from '../features/settings/system-warnings.tsx';
import { DateParserProvider } from '../lib/date-parser.tsx';
import { holdKeys } from '../lib/held-keys.ts';
import { lazyPart } from '../lib/lazy-part.tsx';
import { PreferencesProvider } from '../lib/preferences.tsx';
import { ShellActionsProvider, type QuickAddOptions, type ShellActions } from '../lib/shell-actions.tsx';
import { toastError } from '../lib/toast.ts';
import { loadMessages } from '../lib/i18n/index.ts';
import { whenSettled } from '../lib/when-settled.ts';
import { Banner } from '../ui/banner.tsx';
import { GlobalCommands } from './global-commands.tsx';
import { HostEvents } from './host-events.tsx';
import { RouteAnnouncer } from './route-announcer.tsx';
import { Sidebar } from './sidebar.tsx';
import { useHostDateParser } from './use-host-date-parser.ts';
import { useStoredPreferences } from './use-stored-preferences.ts';

const CommandPalette = lazyPart(async () => (await import('./command-palette.tsx')).CommandPalette);
const QuickAddDialog = lazyPart(
  async () => (await import('../features/quick-add/quick-add-dialog.tsx')).QuickAddDialog,
);
const CheatSheet = lazyPart(async () => (await import('./cheat-sheet.tsx')).CheatSheet);

const OVERLAYS = { palette: CommandPalette, 'quick-add': QuickAddDialog, 'cheat-sheet': CheatSheet };
type Overlay = keyof typeof OVERLAYS;

/** Windows of their own, such as the tray's quick capture, bring no sidebar. */
const BARE_PATHS: ReadonlySet<string> = new Set(['/capture']);

/** For a shortcut pressed before the code is there: what is typed meanwhile waits for the field it is meant for. */
async function openLater(next: Overlay, show: (overlay: Overlay) => void): Promise<void> {
  const keys = holdKeys();
  try {
    await Promise.all([OVERLAYS[next].preload(), loadMessages()]);
    flushSync(() => show(next));
    keys.release();
  } catch (error) {
    keys.drop();
    toastError(error);
  }
}

/** What lies over the page. Its code is fetched once the page has come to rest, so that opening it takes one frame. */
function useOverlay() {
  const [overlay, setOverlay] = useState<Overlay>();
  const queryClient = useQueryClient();
  useEffect(() => {
    const preload = (): void => {
      for (const part of Object.values(OVERLAYS)) part.preload().catch(() => undefined);
      loadMessages().catch(() => undefined);
    };
    return whenSettled(() => queryClient.isFetching() > 0, preload);
  }, [queryClient]);
  const open = useCallback((next: Overlay): void => {
    if (OVERLAYS[next].isLoaded()) setOverlay(next);
    else void openLater(next, setOverlay);
  }, []);
  const close = useCallback(() => setOverlay(undefined), []);
  return { overlay, open, close };
}

/** Everything around the page: sidebar, commands, palette, quick add, and the listener that keeps queries fresh. */
export function Shell({ children }: { children: ReactNode }) {
  useChangeListener();
  const preferences = useStoredPreferences();
  const parseDate = useHostDateParser();
  const { overlay, open, close } = useOverlay();
  const [quickAdd, setQuickAdd] = useState<QuickAddOptions>({});
  const chat = useChatDock();
  const { toggle: toggleChat } = chat;
  const actions = useMemo<ShellActions>(
    () => ({
      openQuickAdd: (options = {}) => {
        setQuickAdd(options);
        open('quick-add');
      },
      openPalette: () => open('palette'),
      openCheatSheet: () => open('cheat-sheet'),
      toggleChat,
    }),
    [open, toggleChat],
  );
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
              {chat.isShown && <FloatingChat {...chat.panel} />}
              {overlay === 'palette' && <CommandPalette onClose={close} />}
              {overlay === 'quick-add' && <QuickAddDialog options={quickAdd} onClose={close} />}
              {overlay === 'cheat-sheet' && <CheatSheet onClose={close} />}
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
