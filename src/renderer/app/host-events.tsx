import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { HostCommand } from '#shared/contracts/ipc.ts';
import { useApiConnection } from '../api/provider.tsx';
import { useCommandList } from '../lib/commands.tsx';

/** The host's menu speaks of the same commands as the palette; what is a page there is a page here. */
const COMMAND_IDS: Record<Exclude<HostCommand, 'import' | 'export'>, string> = {
  'quick-add': 'create.task',
  palette: 'shell.palette',
  search: 'go.search',
  settings: 'go.settings',
  shortcuts: 'shell.cheat-sheet',
  undo: 'edit.undo',
  redo: 'edit.redo',
  'toggle-sidebar': 'shell.toggle-sidebar',
};

/** Does what the desktop's menu, tray and deep links ask for. */
export function HostEvents() {
  const { hostEvents } = useApiConnection();
  const router = useRouter();
  const commands = useCommandList();
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  }, [commands]);
  useEffect(
    () =>
      hostEvents.subscribe((event) => {
        if (event.type === 'navigate') router.history.push(event.path);
        else if (event.command === 'import') router.history.push('/import');
        else if (event.command === 'export') router.history.push('/jobs');
        else {
          const id = COMMAND_IDS[event.command];
          latest.current.find((command) => command.id === id)?.run();
        }
      }),
    [hostEvents, router],
  );
  return null;
}
