/** The part of pino-roll that is used here; the package brings no types. */
declare module 'pino-roll' {
  import type { EventEmitter } from 'node:events';

  export type RollOptions = {
    file: string;
    size?: string;
    frequency?: 'daily' | 'hourly';
    extension?: string;
    limit?: { count: number; removeOtherLogFiles?: boolean };
    mkdir?: boolean;
    mode?: number;
    sync?: boolean;
  };

  export type RollingStream = EventEmitter & {
    write(line: string): boolean;
    flush(done: (error?: Error) => void): void;
    end(): void;
  };

  const openRollingFile: (options: RollOptions) => Promise<RollingStream>;
  export default openRollingFile;
}
