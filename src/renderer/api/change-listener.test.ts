import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { createInvalidator, rootsFor } from './change-listener.ts';

describe('what a commit refreshes', () => {
  it('includes every list that shows the changed thing by name or by count', () => {
    const roots = rootsFor([{ topic: 'client', ids: ['1'] }]);
    expect([...roots]).toEqual(
      expect.arrayContaining(['clients', 'projects', 'tasks', 'notes', 'search', 'changes']),
    );
    expect(roots.has('settings')).toBe(false);
  });

  it('leaves undo alone when nothing went into the change log', () => {
    expect([...rootsFor([{ topic: 'job', ids: [] }])].toSorted()).toEqual([
      'datasets',
      'imports',
      'jobs',
      'plugins',
    ]);
  });

  it('marks exactly the dependent queries as stale, once for many batches of one moment', async () => {
    const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
    queryClient.setQueryData(['tasks', 'list', { preset: 'today' }], []);
    queryClient.setQueryData(['settings', 'get'], {});
    const flushes: (() => void)[] = [];
    const onBatch = createInvalidator(queryClient, (flush) => flushes.push(flush));
    onBatch({ changes: [{ topic: 'task', ids: ['1'] }] });
    onBatch({ changes: [{ topic: 'task_comment', ids: ['2'] }] });
    expect(flushes).toHaveLength(1);
    flushes[0]?.();
    const isStale = (key: unknown[]): boolean | undefined => queryClient.getQueryState(key)?.isInvalidated;
    expect(isStale(['tasks', 'list', { preset: 'today' }])).toBe(true);
    expect(isStale(['settings', 'get'])).toBe(false);
    onBatch({ changes: [{ topic: 'setting', ids: [] }] });
    expect(flushes).toHaveLength(2);
    flushes[1]?.();
    expect(isStale(['settings', 'get'])).toBe(true);
  });
});
