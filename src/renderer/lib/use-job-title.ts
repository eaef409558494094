import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Job } from '#shared/contracts/jobs.ts';

/** A job carries a key of the jobs catalogue; a type without one is shown as it is called. */
export function useJobTitle(): (job: Pick<Job, 'title' | 'type'>) => string {
  const { t, i18n } = useTranslation('jobs');
  return useCallback(
    (job) => {
      const key = `jobs:${job.title}`;
      // Keys that come over the wire can't be checked at compile time; existence is checked here.
      return i18n.exists(key) ? t(job.title as 'title') : job.title || job.type;
    },
    [t, i18n],
  );
}
