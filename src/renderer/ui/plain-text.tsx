import { cn } from '../lib/cn.ts';

/** Text as it was typed: line breaks kept, nothing interpreted. */
export function PlainText({ children, className }: { children: string; className?: string }) {
  return (
    <p dir="auto" className={cn('text-sm leading-relaxed wrap-anywhere whitespace-pre-wrap', className)}>
      {children}
    </p>
  );
}
