import { covers } from '#shared/kernel/permission-scope.ts';
import type { PluginRightsService } from './plugin-rights.service.ts';
import type { PluginRow, PluginsReads } from './plugins.store.ts';

export type FolderRunsDeps = {
  readonly reads: PluginsReads;
  readonly rights: PluginRightsService;
  readonly start: (name: string) => Promise<unknown>;
  readonly onError: (error: unknown) => void;
};

/** Somebody who saves a file saves others as well. */
const WAIT_MS = 2_000;
/** A folder in which something is written all the time does not keep a plugin running. */
const REST_MS = 30_000;

/**
 * Plugins that run by the clock and may read a folder run soon after something in it has changed as well. A folder is
 * watched from the first time that a plugin lists it; what is missed here comes with the next run by the clock.
 */
export class FolderRuns {
  readonly #deps: FolderRunsDeps;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #lastMs = new Map<string, number>();
  #starting: Promise<void> = Promise.resolve();

  constructor(deps: FolderRunsDeps) {
    this.#deps = deps;
  }

  /** A folder has come to rest after a change. */
  note(folder: string): void {
    if (this.#timers.has(folder)) return;
    const rested = (this.#lastMs.get(folder) ?? Number.NEGATIVE_INFINITY) + REST_MS - performance.now();
    const timer = setTimeout(() => this.#startFor(folder), Math.max(WAIT_MS, rested));
    timer.unref();
    this.#timers.set(folder, timer);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#starting;
  }

  #startFor(folder: string): void {
    this.#timers.delete(folder);
    this.#starting = this.#starting.then(() => this.#start(folder)).catch(this.#deps.onError);
  }

  async #start(folder: string): Promise<void> {
    const { reads, rights, start } = this.#deps;
    for (const row of await reads.list()) {
      if (!runsByItself(row)) continue;
      const own = await rights.listOf({ kind: 'plugin', ...row });
      const mayRead = own.some(
        ({ type, resource }) => type === 'read_folder' && covers(type, resource, folder),
      );
      if (!mayRead || (await rights.lacking(row)).length > 0) continue;
      this.#lastMs.set(folder, performance.now());
      await start(row.name);
    }
  }
}

function runsByItself({ schedule, isPaused, brokenReason }: PluginRow): boolean {
  return schedule !== null && !isPaused && brokenReason === '';
}
