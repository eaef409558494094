import { LoaderCircle } from 'lucide-react';
import { cn } from '../lib/cn.ts';

/** Decorative: what is being waited for is said by the text beside it. */
export function Spinner({ className }: { className?: string }) {
  return <LoaderCircle aria-hidden className={cn('size-4 animate-spin text-muted-foreground', className)} />;
}
