import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownJob } from '#renderer/entities/job/job-result.ts';

/** What kind of work a job is; a type without a word of its own is shown as it is called. */
export function useJobType(): (job: Pick<ShownJob, 'type'>) => string {
  const { t, i18n } = useTranslation('jobs');
  return useCallback(
    ({ type }) => {
      // Types that come over the wire can't be checked at compile time; existence is checked here.
      const key = `type_${type.replaceAll(/[-.]/g, '_')}`;
      if (i18n.exists(`jobs:${key}`)) return t(key as 'type_import');
      const words = type.replaceAll(/[-_.]+/g, ' ');
      return words.charAt(0).toUpperCase() + words.slice(1);
    },
    [t, i18n],
  );
}
