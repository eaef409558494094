import { useTranslation } from 'react-i18next';
import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import type { DatasetProfile } from '#shared/contracts/datasets.ts';
import type { ModelProvider } from '#shared/contracts/models.ts';
import { useProfiles } from '#renderer/entities/dataset/profile-queries.ts';
import { useProviders } from '#renderer/entities/model/model-queries.ts';
import { reachOf, type Reach } from '#renderer/entities/model/reach.ts';

type Destination = { readonly name: string; readonly reach: Reach; readonly modelId: string };

/** Who is asked by a generator, and how far away that is; null where nobody is. */
export function useDestination(generator: DatasetGenerator | undefined): Destination | null | undefined {
  const { data: providers } = useProviders();
  const { data: profiles } = useProfiles();
  if (providers === undefined || profiles === undefined) return undefined;
  if (generator?.kind === 'builtin') return null;
  if (generator?.profile !== undefined) {
    const profile = profiles.find(({ name }) => name === generator.profile);
    return profile ? ofProfile(profile) : null;
  }
  const [id = '', ...rest] = generator?.model?.split('/') ?? [];
  const provider =
    generator?.model === undefined
      ? providers.find(({ isEnabled, chatModel }) => isEnabled && chatModel !== '')
      : providers.find((one) => one.id === id);
  if (provider === undefined) return null;
  return ofProvider(provider, rest.length === 0 ? provider.chatModel : rest.join('/'));
}

function ofProvider(provider: ModelProvider, modelId: string): Destination {
  return {
    name: `${provider.name} (${modelId})`,
    reach: reachOf({ ...provider, chatModel: modelId }),
    modelId,
  };
}

function ofProfile({ name, baseUrl, model }: DatasetProfile): Destination {
  const near = reachOf({ kind: 'openai_compatible', isLocal: true, chatModel: model, baseUrl });
  return { name, reach: near === 'network' && !isPrivateAddress(baseUrl) ? 'away' : near, modelId: model };
}

/** Addresses that are given out within a house only (RFC 1918, 4193, 6762). */
function isPrivateAddress(baseUrl: string): boolean {
  if (!URL.canParse(baseUrl)) return false;
  const { hostname } = new URL(baseUrl);
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|\[f[cd])|\.(local|lan|home|internal)$/.test(
    hostname,
  );
}

/** What leaves, in a sentence. */
export function useDestinationWords(generator: DatasetGenerator | undefined): string | undefined {
  const { t } = useTranslation('datasets');
  const destination = useDestination(generator);
  if (destination === undefined) return undefined;
  if (generator?.kind === 'builtin') return t('leaves_builtin');
  if (destination === null) return t('leaves_none');
  return t(`leaves_${destination.reach}`, { name: destination.name });
}
