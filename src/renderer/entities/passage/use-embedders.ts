import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EmbedderInfo } from '#shared/contracts/embeddings.ts';
import { useApi } from '#renderer/api/provider.tsx';

/** What can turn texts into vectors, the one in use among them. */
export function useEmbedders() {
  const api = useApi();
  return useQuery({
    queryKey: ['models', 'embedders'],
    queryFn: ({ signal }): Promise<readonly EmbedderInfo[]> =>
      api.models.embeddings.list.query(undefined, { signal }),
  });
}

/** The one that comes with the app has a name in each language, all others their own. */
export function useEmbedderName(): (embedder: Pick<EmbedderInfo, 'kind' | 'name'>) => string {
  const { t } = useTranslation('models');
  return ({ kind, name }) => (kind === 'built_in' ? t('builtIn') : name);
}
