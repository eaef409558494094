import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import {
  datasetProfileInputSchema,
  MOST_PROFILES,
  type DatasetProfile,
  type DatasetProfileInput,
  type DatasetProfilePatch,
} from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import { staysHere, type OpenProvider, type ProviderSource } from '#main/engine/models/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { profileSecret } from './profile-list.ts';
import type { ProfileRow, ProfilesStore } from './profiles.store.ts';

export type ProfilesServiceDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly secrets: NamedSecrets;
  readonly list: ProviderSource;
  readonly open: OpenProvider;
  readonly readsOf: (reader: Store['reader']) => ProfilesStore;
  readonly writes: {
    putProfile(tx: Writer, row: ProfileRow): void;
    dropProfile(tx: Writer, id: string): void;
  };
};

/** What the gateway says by itself; a profile that said it too would break the way answers are read. */
const TAKEN = new Set([
  'model',
  'messages',
  'stream',
  'stream_options',
  'response_format',
  'tools',
  'tool_choice',
  'n',
]);
const LIST_MS = 30_000;

/** Servers that are kept for datasets alone. Keys go in and never come out. */
export class ProfilesService {
  readonly #deps: ProfilesServiceDeps;
  readonly #reads: ProfilesStore;

  constructor(deps: ProfilesServiceDeps) {
    this.#deps = deps;
    this.#reads = deps.readsOf(deps.store.reader);
  }

  async list(): Promise<readonly DatasetProfile[]> {
    const [rows, secrets] = await Promise.all([this.#reads.list(), this.#deps.secrets.list()]);
    const names = new Set(secrets.map(({ name }) => name));
    return rows.map((row) => ({ ...row, hasKey: names.has(profileSecret(row.id)) }));
  }

  async get(id: string): Promise<DatasetProfile> {
    const profile = (await this.list()).find((one) => one.id === id);
    if (profile === undefined) throw notFound();
    return profile;
  }

  async add(input: DatasetProfileInput): Promise<DatasetProfile> {
    const { key, ...fields } = datasetProfileInputSchema.parse(input);
    const { store, ids, nowMs, writes, readsOf } = this.#deps;
    const row: ProfileRow = { id: ids.next(), ...tidied(fields), createdAt: nowMs() };
    await store.write({ command: 'datasets.profiles.add' }, async (tx) => {
      const others = await readsOf(tx).list();
      if (others.length >= MOST_PROFILES) throw tooMany();
      assertFree(others, row);
      writes.putProfile(tx, row);
      this.#keepKey(tx, row.id, key);
    });
    return this.get(row.id);
  }

  async update(id: string, patch: DatasetProfilePatch): Promise<DatasetProfile> {
    const { key, ...fields } = patch;
    const known = await this.get(id);
    await this.#deps.store.write({ command: 'datasets.profiles.update' }, async (tx) => {
      const reads = this.#deps.readsOf(tx);
      const before = await reads.find(id);
      if (before === undefined) throw notFound();
      const row: ProfileRow = { ...before, ...tidied({ ...before, ...fields }) };
      if (known.hasKey && key === undefined && !isSameOrigin(before.baseUrl, row.baseUrl)) throw otherHost();
      assertFree(await reads.list(), row);
      this.#deps.writes.putProfile(tx, row);
      this.#keepKey(tx, id, key);
    });
    return this.get(id);
  }

  async remove(id: string): Promise<void> {
    await this.get(id);
    await this.#deps.store.write({ command: 'datasets.profiles.remove' }, (tx) => {
      this.#deps.writes.dropProfile(tx, id);
      this.#deps.secrets.removeIn(tx, profileSecret(id));
    });
  }

  /** What its server lists; null where it has no list. */
  async listModels(id: string, signal?: AbortSignal): Promise<readonly string[] | null> {
    const { open, list } = this.#deps;
    const profile = await this.get(id);
    const key = await list.key(id);
    const limit = AbortSignal.timeout(LIST_MS);
    const spoken = { id, kind: 'openai_compatible' as const, name: profile.name, baseUrl: profile.baseUrl };
    const way = {
      feature: 'datasets',
      runId: null,
      traceId: null,
      signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      timeoutMs: LIST_MS,
      isHere: staysHere(spoken, ''),
    };
    for (const folder of listFolders(profile.path)) {
      const baseUrl = `${profile.baseUrl}${folder}`;
      const models = await open({ ...spoken, baseUrl }, key, way).listModels();
      if (models !== null) return models;
    }
    return null;
  }

  /** `providerId/modelId` for the gateway; undefined for the person's own chain. Throws `no_model`. */
  async modelOf(generator: Extract<DatasetGenerator, { kind: 'model' }>): Promise<string | undefined> {
    if (generator.profile === undefined) return generator.model;
    const row = (await this.#reads.list()).find(({ name }) => name === generator.profile);
    if (row === undefined || row.model === '') {
      const what = row === undefined ? 'is not set up' : 'names no model';
      throw new AppError(
        'no_model',
        `The profile "${generator.profile}" ${what}, so nothing was sent. Set it up in Settings, Models, or choose another model.`,
      );
    }
    return `${row.id}/${row.model}`;
  }

  #keepKey(tx: Writer, id: string, key: string | null | undefined): void {
    if (key === null) this.#deps.secrets.removeIn(tx, profileSecret(id));
    else if (key !== undefined) this.#deps.secrets.setIn(tx, profileSecret(id), key);
  }
}

type Fields = Pick<ProfileRow, 'name' | 'baseUrl' | 'path' | 'model' | 'parameters'>;

function tidied({ name, baseUrl, path, model, parameters }: Fields): Fields {
  const taken = Object.keys(parameters).find((one) => TAKEN.has(one));
  if (taken !== undefined) {
    throw new AppError(
      'invalid_input',
      `"${taken}" is said with each record and cannot be a parameter of a profile. Nothing was kept; take it out.`,
    );
  }
  return { name, baseUrl: baseUrl.replace(/\/+$/, ''), path, model, parameters };
}

/** Where servers of this kind have their list, the likely place first. */
function listFolders(path: string): readonly string[] {
  const folder = path.replace(/\/chat\/completions\/?$/, '').replace(/\/[^/]*completions?\/?$/, '');
  return [...new Set([folder, '/v1', ''])];
}

function assertFree(others: readonly ProfileRow[], { id, name }: ProfileRow): void {
  if (!others.some((one) => one.name === name && one.id !== id)) return;
  throw new AppError(
    'conflict',
    `There is a profile called "${name}" already. Nothing was kept; choose another name.`,
  );
}

function isSameOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}

function notFound(): AppError {
  return new AppError('not_found', 'This profile is not kept any more. Nothing was changed.');
}

function tooMany(): AppError {
  return new AppError(
    'conflict',
    `${MOST_PROFILES} profiles are kept already. Nothing was added; remove one of them first.`,
  );
}

function otherHost(): AppError {
  return new AppError(
    'invalid_input',
    'The key that is kept is for the former address. Enter a key for the new one, or remove the one that is kept. Nothing was changed.',
  );
}
