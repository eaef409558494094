import { useTranslation } from 'react-i18next';
import { readPrincipal } from '../proposal/principal-label.tsx';

const NAMED = ['assistant', 'brief', 'search', 'models.test', 'models.list', 'embeddings'] as const;

/** What asked a model, as a person calls it: `plugin:email-scanner` is Email scanner. */
export function useFeatureName(): (feature: string) => string {
  const { t } = useTranslation('models');
  return (feature) => {
    const known = NAMED.find((name) => name === feature);
    return known === undefined ? readPrincipal(feature).name : t(`feature_${known}`);
  };
}
