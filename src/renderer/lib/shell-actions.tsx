import { createContext, useContext } from 'react';

export type QuickAddOptions = {
  /** Put into the field to begin with. */
  readonly text?: string;
  /** The new task goes here unless the text names another project. */
  readonly projectId?: string;
};

/** What pages may ask of the shell around them. */
export type ShellActions = {
  openQuickAdd(options?: QuickAddOptions): void;
  openPalette(): void;
  openCheatSheet(): void;
  /** The floating conversation, with the keyboard in its field; closed where that has it already. */
  toggleChat(): void;
};

const ShellActionsContext = createContext<ShellActions | undefined>(undefined);

export const ShellActionsProvider = ShellActionsContext.Provider;

export function useShellActions(): ShellActions {
  const actions = useContext(ShellActionsContext);
  if (!actions) throw new Error('The shell is missing above this component');
  return actions;
}
