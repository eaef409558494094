import type { PluginContext } from '#sdk';

type State = PluginContext['state'];

/** What is known from earlier runs. */
export type Memory = {
  /** Profiles that were read, each up to where. */
  readonly cursors: Readonly<Record<string, string | null>>;
  /** Stands for the sites, folders and days that pages were chosen by. */
  readonly chosenBy: string;
  /** A run had begun to write what it had counted, and did not come to its end. */
  readonly isWriting: boolean;
};

export async function readMemory(state: State): Promise<Memory> {
  return (await state.get<Memory>('memory')) ?? { cursors: {}, chosenBy: '', isWriting: false };
}

export function keepMemory(state: State, { cursors, chosenBy, isWriting }: Memory): Promise<void> {
  return state.set('memory', { cursors, chosenBy, isWriting });
}

/** FNV-1a with the length: tells changed choices from unchanged ones, and guards nothing. */
export function digest(value: unknown): string {
  const text = JSON.stringify(value);
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}
