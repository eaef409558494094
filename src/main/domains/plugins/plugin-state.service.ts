import type { ActionPrincipal } from '#shared/contracts/actions.ts';
import { AppError } from '#shared/errors.ts';
import type { Store } from '#main/db/store.ts';
import { measureState, readState, writeState } from './plugin-state.store.ts';

export const STATE_LIMITS = { keyLength: 200, valueLength: 100_000, keys: 1_000, totalLength: 2_000_000 };

/** What a plugin remembers from run to run: small, its own, and gone with it. */
export class PluginStateService {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  get(principal: ActionPrincipal, key: string): Promise<unknown> {
    return readState(this.#store.reader, pluginOf(principal), key);
  }

  async set(principal: ActionPrincipal, key: string, value: unknown): Promise<void> {
    const plugin = pluginOf(principal);
    const text = JSON.stringify(value);
    if (text.length > STATE_LIMITS.valueLength) throw tooMuch();
    await this.#store.write({ command: 'plugins.state', principal: `plugin:${plugin}` }, async (tx) => {
      const { keys, length } = await measureState(tx, plugin, key);
      if (keys >= STATE_LIMITS.keys || length + text.length > STATE_LIMITS.totalLength) throw tooMuch();
      writeState(tx, plugin, key, text);
    });
  }
}

function pluginOf(principal: ActionPrincipal): string {
  if (principal.kind === 'plugin') return principal.name;
  throw new AppError('forbidden', 'Only a plugin has a memory of this kind. Nothing was read or kept.');
}

function tooMuch(): AppError {
  const { keys, valueLength, totalLength } = STATE_LIMITS;
  return new AppError(
    'payload_too_large',
    `A plugin can remember ${keys} values of ${valueLength} characters, ${totalLength} together. Nothing was kept.`,
  );
}
