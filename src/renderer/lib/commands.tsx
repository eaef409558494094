import type { LucideIcon } from 'lucide-react';
import {
  createContext,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from 'react';
import { listenForShortcuts, type Binding } from './shortcuts.ts';

/** Something the user can do by name (palette), by key (shortcut) or both. */
export type Command = {
  readonly id: string;
  readonly title: string;
  /** The heading it stands under, in the palette and in the cheat sheet. */
  readonly group: string;
  readonly icon?: LucideIcon;
  /** Other words people search for. */
  readonly keywords?: readonly string[];
  readonly keys?: string;
  readonly inFields?: boolean;
  readonly inOverlays?: boolean;
  /** A shortcut that makes no sense in the palette, such as moving a list's cursor. */
  readonly hiddenInPalette?: boolean;
  readonly enabled?: boolean;
  run(): void;
};

export type CommandRegistry = {
  add(command: Command): () => void;
  list(): readonly Command[];
  subscribe(listener: () => void): () => void;
};

export function createCommandRegistry(): CommandRegistry {
  let commands: readonly Command[] = [];
  const listeners = new Set<() => void>();
  const set = (next: readonly Command[]): void => {
    commands = next;
    for (const listener of listeners) listener();
  };
  return {
    add(command) {
      set([...commands, command]);
      return () => set(commands.filter((other) => other !== command));
    },
    list: () => commands,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const CommandContext = createContext<CommandRegistry | undefined>(undefined);

function useRegistry(): CommandRegistry {
  const registry = useContext(CommandContext);
  if (!registry) throw new Error('CommandProvider is missing above this component');
  return registry;
}

function toBinding(command: Command): Binding | undefined {
  return command.keys === undefined
    ? undefined
    : { ...command, keys: command.keys, run: () => command.run() };
}

export function CommandProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createCommandRegistry);
  useEffect(
    () =>
      listenForShortcuts(() =>
        registry
          .list()
          .map(toBinding)
          .filter((binding) => binding !== undefined),
      ),
    [registry],
  );
  return <CommandContext.Provider value={registry}>{children}</CommandContext.Provider>;
}

/** Offers commands for as long as the calling component is on screen. A later one with the same keys wins. */
export function useCommands(commands: readonly Command[]): void {
  const registry = useRegistry();
  const latest = useRef(commands);
  useLayoutEffect(() => {
    latest.current = commands;
  });
  // Only what is shown or matched re-registers; `run` is always read from the latest render.
  const signature = JSON.stringify(commands.map(({ run: _run, icon: _icon, ...shown }) => shown));
  useEffect(() => {
    const removers = latest.current.map((command) =>
      registry.add({
        ...command,
        run: () => latest.current.find((other) => other.id === command.id)?.run(),
      }),
    );
    return () => {
      for (const remove of removers) remove();
    };
  }, [registry, signature]);
}

export function useCommand(command: Command): void {
  useCommands([command]);
}

/** Every command on offer; of two with one id the later one. */
export function useCommandList(): readonly Command[] {
  const registry = useRegistry();
  const commands = useSyncExternalStore(registry.subscribe, registry.list);
  return useMemo(() => [...new Map(commands.map((command) => [command.id, command])).values()], [commands]);
}
