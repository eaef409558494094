import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useScopeWords } from '#renderer/entities/proposal/scope-words.ts';

/** What is written down as codes and ids, in the reader's words. */
export function useActivityWords() {
  const { t, i18n } = useTranslation('activity');
  const scopeOf = useScopeWords();
  return useMemo(() => {
    // Keys that come over the wire can't be checked at compile time; existence is checked here.
    const known = (key: string): string | undefined =>
      i18n.exists(`activity:${key}`) ? t(key as 'title') : undefined;
    return {
      action: (actionId: string): string => known(`action_${actionId}`) ?? actionId,
      right: (type: string): string => known(`right_${type}`) ?? type,
      /** A call can be about several. */
      resource: (resource: string): string => [...new Set(resource.split('; '))].map(scopeOf).join(', '),
    };
  }, [t, i18n, scopeOf]);
}
