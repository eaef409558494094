import { Skeleton } from '#renderer/ui/skeleton.tsx';

/** Lines that stand in for a text while it or its editor loads. */
export function TextSkeleton() {
  return (
    <div className="flex flex-col gap-3 pt-3">
      {['w-11/12', 'w-4/5', 'w-full', 'w-2/3', 'w-5/6'].map((width) => (
        <Skeleton key={width} className={`h-3.5 ${width}`} />
      ))}
    </div>
  );
}
