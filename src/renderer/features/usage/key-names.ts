import { useTranslation } from 'react-i18next';
import { useFeatureName } from '#renderer/entities/model/feature-name.ts';
import { useProviderName } from '#renderer/entities/model/model-queries.ts';
import { usePrincipalName } from '#renderer/entities/proposal/principal-label.tsx';
import { useDollars } from '#renderer/entities/spending/dollars.ts';
import { useFormat } from '#renderer/lib/format.ts';
import type { Dimension, Measure } from './usage-search.ts';
import { OTHERS } from './usage-series.ts';

/** What a key of the ledger is called. */
export function useKeyName(by: Dimension): (key: string) => string {
  const { t } = useTranslation('usage');
  const featureName = useFeatureName();
  const providerName = useProviderName();
  const principalName = usePrincipalName();
  return (key) => {
    if (key === OTHERS) return t('others');
    if (by === 'feature') return featureName(key);
    if (by === 'provider') return providerName(key);
    return by === 'principal' ? principalName(key) : key;
  };
}

export function useMeasureText(measure: Measure): (value: number) => string {
  const dollars = useDollars();
  const format = useFormat();
  if (measure === 'cost') return dollars;
  return (value) => format.number(value, { notation: 'compact', maximumFractionDigits: 1 });
}
