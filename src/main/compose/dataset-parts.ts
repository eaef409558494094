import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import { createDatasets, type Datasets } from '#main/domains/datasets/index.ts';
import type { Imports } from '#main/domains/imports/index.ts';
import type { Notes } from '#main/domains/notes/index.ts';
import type { SettingsDomain } from '#main/domains/settings/index.ts';
import type { Tasks } from '#main/domains/tasks/index.ts';
import type { Embeddings } from '#main/engine/embeddings/index.ts';
import type { Jobs } from '#main/engine/jobs/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import type { Modelling } from './modelling.ts';

/** Datasets with what they are made by: jobs, models, embedders and a worker of their own. */
export function createDatasetParts(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly jobs: Jobs;
  readonly modelling: Modelling;
  readonly embeddings: Embeddings;
  readonly secrets: NamedSecrets;
  readonly nouns: Nouns;
  readonly imports: Imports;
  readonly onError: (error: unknown) => void;
}): Datasets {
  const { modelling, nouns, imports, ...parts } = deps;
  const { models, profiles, open } = modelling;
  const readItems = (items: Picked) => readPicked(deps.store, nouns, items);
  return createDatasets({
    ...parts,
    models,
    profiles,
    open,
    readItems,
    mostRecords: async () => (await nouns.settings.get()).datasetRecordsMost,
    workerUrl: workerUrl('datasets'),
    sealUpload: (uploadId) => imports.sealUpload(uploadId),
  });
}

type Nouns = { readonly notes: Notes; readonly tasks: Tasks; readonly settings: SettingsDomain };
type Picked = readonly { readonly kind: 'note' | 'task'; readonly id: string }[];

/** What the person picked, and whether any of it would be hidden from those who may see nothing private. */
async function readPicked(store: Store, { notes, tasks }: Nouns, items: Picked) {
  const texts = await Promise.all(
    items.map(async ({ kind, id }) => {
      const item = kind === 'note' ? await notes.notes.get(id) : await tasks.get(id);
      return { title: item.title, text: 'body' in item ? item.body : item.description };
    }),
  );
  const ids = items.map(({ id }) => id);
  const nobody = { openClientIds: [], openProjectIds: [] };
  const isPrivate = ids.length > 0 && (await store.withPrivacy(nobody, () => store.hides(ids)));
  return { texts, isPrivate };
}
