import type { Output, Terminal } from './terminal.ts';

/** What every command gets. */
export type CommandContext = {
  readonly terminal: Terminal;
  readonly output: Output;
  readonly options: {
    /** Absolute. */
    readonly dataDir: string;
    readonly passphraseFile: string | undefined;
  };
};
