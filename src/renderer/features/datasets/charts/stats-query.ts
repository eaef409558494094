import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { DatasetStats } from '#shared/contracts/dataset-stats.ts';
import { useApi } from '#renderer/api/provider.tsx';

/** While records come in, all of them are counted anew this often and not at each commit. */
const PAUSE_MS = 5_000;

/** The latest value, but no more than one in so long. */
function useThrottled<T>(value: T, pauseMs: number): T {
  const [shown, setShown] = useState(value);
  const shownAtMs = useRef(0);
  useEffect(() => {
    const waitMs = Math.max(0, shownAtMs.current + pauseMs - performance.now());
    const timer = window.setTimeout(() => {
      shownAtMs.current = performance.now();
      setShown(value);
    }, waitMs);
    return () => window.clearTimeout(timer);
  }, [value, pauseMs]);
  return shown;
}

/** What stands in the records, counted; `changedAtMs` says that they may have changed since. */
export function useStats(datasetId: string, changedAtMs: number, isGrowing: boolean) {
  const api = useApi();
  const stamp = useThrottled(changedAtMs, isGrowing ? PAUSE_MS : 0);
  return useQuery({
    // A root of its own: the change stream would have all records counted several times a second during a run.
    queryKey: ['datasetStats', datasetId, stamp],
    queryFn: ({ signal }): Promise<DatasetStats> =>
      api.datasets.records.stats.query({ datasetId }, { signal }),
    placeholderData: keepPreviousData,
    gcTime: 10_000,
  });
}
