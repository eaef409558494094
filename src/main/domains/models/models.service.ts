import { PROVIDER_KINDS } from '#shared/contracts/choices.ts';
import {
  modelProviderInputSchema,
  modelProviderTestInputSchema,
  type ModelProvider,
  type ModelProviderInput,
  type ModelProviderPatch,
  type ModelProviderTestInput,
  type ProviderHealth,
  type ProviderPreset,
  type ProviderTest,
} from '#shared/contracts/models.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import {
  addressOf,
  isLocalAddress,
  presetOf,
  staysHere,
  type HealthBoard,
  type ModelAvailability,
  type ModelReach,
  type Models,
  type OpenProvider,
} from '#main/engine/models/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import {
  deleteProvider,
  placeProvider,
  putProvider,
  type ModelsStore,
  type ProviderRow,
} from './models.store.ts';
import { secretName, type ModelProviderList } from './provider-list.ts';
import { assertHasAddress, testProvider } from './provider-test.ts';

export type ModelsServiceDeps = {
  readonly store: Store;
  readonly reads: ModelsStore;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly secrets: NamedSecrets;
  readonly providers: ModelProviderList;
  readonly board: HealthBoard;
  readonly open: OpenProvider;
  readonly models: Models;
};

/** Providers as the person sets them up. Keys go in and never come out. */
export class ModelsService {
  readonly #deps: ModelsServiceDeps;

  constructor(deps: ModelsServiceDeps) {
    this.#deps = deps;
  }

  list(): Promise<readonly ModelProvider[]> {
    return this.#deps.providers.list();
  }

  async get(id: string): Promise<ModelProvider> {
    const provider = (await this.list()).find((one) => one.id === id);
    if (provider === undefined) throw notFound();
    return provider;
  }

  presets(): readonly ProviderPreset[] {
    return PROVIDER_KINDS.map((kind) => {
      const { name, baseUrl, needsKey, canEmbed } = presetOf(kind);
      return { kind, name, baseUrl, needsKey, canEmbed };
    });
  }

  availability(reach: ModelReach = 'any'): Promise<ModelAvailability> {
    return this.#deps.models.availability(reach);
  }

  /** Of each provider that is set up, how it has been since the app started. */
  async health(): Promise<readonly ProviderHealth[]> {
    const seen = new Map(this.#deps.board.list().map((one) => [one.providerId, one]));
    const untried = { state: 'untried', message: '', lastAnsweredAt: null, pausedUntil: null } as const;
    return (await this.list()).map(({ id }) => seen.get(id) ?? { providerId: id, ...untried });
  }

  /** At the end of the chain. */
  async add(input: ModelProviderInput): Promise<ModelProvider> {
    const { key, row } = await this.#rowOf(input);
    assertHasAddress(row);
    await this.#deps.store.write({ command: 'models.add' }, (tx) => {
      putProvider(tx, row);
      if (key !== undefined) this.#deps.secrets.setIn(tx, secretName(row.id), key);
    });
    return this.get(row.id);
  }

  async update(id: string, patch: ModelProviderPatch): Promise<ModelProvider> {
    const { key, ...fields } = patch;
    const { store, secrets } = this.#deps;
    const row: ProviderRow = { ...(await this.#row(id)), ...fields, updatedAt: this.#deps.nowMs() };
    assertHasAddress(row);
    this.#assertKeyStays(await this.get(id), row, key);
    await store.write({ command: 'models.update' }, (tx) => {
      putProvider(tx, row);
      if (key === null) secrets.removeIn(tx, secretName(id));
      else if (key !== undefined) secrets.setIn(tx, secretName(id), key);
    });
    return this.get(id);
  }

  async remove(id: string): Promise<void> {
    await this.get(id);
    await this.#deps.store.write({ command: 'models.remove' }, (tx) => {
      deleteProvider(tx, id);
      this.#deps.secrets.removeIn(tx, secretName(id));
    });
  }

  /** Those that are named come first, in that order; the others keep theirs behind them. */
  async order(ids: readonly string[]): Promise<readonly ModelProvider[]> {
    const known = (await this.list()).map(({ id }) => id);
    if (ids.some((id) => !known.includes(id))) throw notFound();
    const wanted = [...new Set([...ids, ...known])];
    await this.#deps.store.write({ command: 'models.order' }, (tx) => {
      for (const [position, id] of wanted.entries()) placeProvider(tx, id, position);
    });
    return this.list();
  }

  /** A provider that is kept, or one that is still being typed in. */
  async test(input: ModelProviderTestInput, signal: AbortSignal): Promise<ProviderTest> {
    const { open, providers, board } = this.#deps;
    const wanted = modelProviderTestInputSchema.parse(input);
    if ('id' in wanted) {
      const provider = await this.get(wanted.id);
      const result = await testProvider(open, { provider, key: await providers.key(provider.id), signal });
      // What was seen before the test no longer counts.
      if (result.isOk) board.forget(provider.id);
      return result;
    }
    const { row, key } = await this.#rowOf(wanted);
    assertHasAddress(row);
    return testProvider(open, { provider: row, key: key ?? (await this.#keyFor(row, wanted.keyOf)), signal });
  }

  /** The models that a provider lists; null where its API has no list. */
  async listModels(id: string, signal: AbortSignal): Promise<readonly string[] | null> {
    const { open, providers } = this.#deps;
    const provider = await this.get(id);
    const { timeoutMs } = provider;
    const isHere = staysHere(provider, '');
    const way = { feature: 'models.list', runId: null, traceId: null, signal, timeoutMs, isHere };
    return open(provider, await providers.key(id), way).listModels();
  }

  /** The key that is kept goes only where it went before. */
  async #keyFor(row: ProviderRow, keyOf: string | undefined): Promise<string | null> {
    if (keyOf === undefined) return null;
    const known = await this.get(keyOf);
    return isSameOrigin(known, row) ? this.#deps.providers.key(keyOf) : null;
  }

  /** A key that was entered for one host is not sent to another without being entered again. */
  #assertKeyStays(known: ModelProvider, row: ProviderRow, key: string | null | undefined): void {
    if (!known.hasKey || key !== undefined || isSameOrigin(known, row)) return;
    throw new AppError(
      'invalid_input',
      'The key that is kept is for the former address. Enter a key for the new address, or remove the one that is kept. Nothing was changed.',
    );
  }

  async #row(id: string): Promise<ProviderRow> {
    const row = (await this.#deps.reads.list()).find((one) => one.id === id);
    if (row === undefined) throw notFound();
    return row;
  }

  async #rowOf(
    input: ModelProviderInput,
  ): Promise<{ readonly row: ProviderRow; readonly key: string | undefined }> {
    const { key, name, timeoutMs, maxConcurrent, ...fields } = modelProviderInputSchema.parse(input);
    const preset = presetOf(fields.kind);
    const rows = await this.#deps.reads.list();
    const now = this.#deps.nowMs();
    const isLocal = isLocalAddress(addressOf(fields));
    const row: ProviderRow = {
      id: this.#deps.ids.next(),
      position: rows.reduce((most, { position }) => Math.max(most, position + 1), 0),
      ...fields,
      name: name ?? preset.name,
      timeoutMs: timeoutMs ?? (isLocal ? Math.max(preset.timeoutMs, LOCAL_TIMEOUT_MS) : preset.timeoutMs),
      maxConcurrent: maxConcurrent ?? preset.maxConcurrent,
      createdAt: now,
      updatedAt: now,
    };
    return { row, key };
  }
}

/** A model on this machine may have to be loaded from the disk first. */
const LOCAL_TIMEOUT_MS = 180_000;

type Addressed = Pick<ModelProvider, 'kind' | 'baseUrl'>;

function isSameOrigin(one: Addressed, other: Addressed): boolean {
  const [a, b] = [addressOf(one), addressOf(other)];
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}

function notFound(): AppError {
  return new AppError('not_found', 'This provider of models is not set up any more. Nothing was changed.');
}
