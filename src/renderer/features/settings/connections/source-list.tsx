import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';

type SourceListProps<T> = {
  query: { readonly data: readonly T[] | undefined; readonly error: Error | null; refetch(): unknown };
  empty: { readonly icon: LucideIcon; readonly title: string; readonly text: string };
  children(item: T): ReactNode;
};

/** The rows of one kind of source, or why there are none. */
export function SourceList<T>({ query, empty, children }: SourceListProps<T>) {
  const { data, error } = query;
  if (error && data === undefined)
    return <ErrorState error={error} onRetry={() => void query.refetch()} className="py-8" />;
  if (data === undefined) return <ListSkeleton rows={2} className="px-2 py-2" />;
  if (data.length === 0) return <EmptyState compact {...empty} />;
  return <ul className="divide-y divide-border-subtle">{data.map(children)}</ul>;
}
