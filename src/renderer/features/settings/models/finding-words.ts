import { useTranslation } from 'react-i18next';
import type { ProviderTestFinding } from '#shared/contracts/models.ts';
import { useFormat } from '#renderer/lib/format.ts';

/** What a step of a test found, in the reader's language; a server's own words stay as they are. */
export function useFindingWords(): (found: ProviderTestFinding) => string {
  const { t } = useTranslation('models');
  const format = useFormat();
  return (found) => {
    switch (found.kind) {
      case 'lists':
        return found.count === null ? t('found_noList') : t('found_lists', { count: found.count });
      case 'answers':
        return t('found_answers', { model: found.model });
      case 'vectors':
        return t('found_vectors', { model: found.model, count: found.dimension });
      case 'missing':
        return t('found_missing', { model: found.model, known: format.list(found.known) });
      case 'failed': {
        const { why, host, said } = found;
        const told = t(`found_${why}`, { host });
        return said === '' ? told : `${told} ${t('found_said', { said })}`;
      }
    }
  };
}
