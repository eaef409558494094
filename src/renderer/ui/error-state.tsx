import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { describeError } from '../lib/describe-error.ts';
import { Button } from './button.tsx';

type ErrorStateProps = {
  error: unknown;
  /** Overrides the heading the error's code would give. */
  title?: string;
  onRetry?(): void;
  /** A next step beside "try again". */
  action?: ReactNode;
  /** The page's own heading where nothing else gives it one. */
  heading?: 'h1' | 'h2';
  className?: string;
};

/** What happened, what is safe, what to do next: the error's own message says it, the code gives the heading. */
export function ErrorState({ error, title, onRetry, action, heading, className }: ErrorStateProps) {
  const Title = heading ?? 'p';
  const { t } = useTranslation();
  const described = describeError(error);
  return (
    <div role="alert" className={cn('flex flex-col items-center gap-2 px-6 py-14 text-center', className)}>
      <span
        aria-hidden
        className="mb-2 grid size-12 place-items-center rounded-2xl bg-danger-soft text-danger-text"
      >
        <CircleAlert className="size-5.5" strokeWidth={1.8} />
      </span>
      <Title className="text-base font-semibold tracking-[-0.3px]">{title ?? described.title}</Title>
      <p className="max-w-md text-sm leading-relaxed text-muted-foreground">{described.message}</p>
      <div className="mt-3 flex items-center gap-2">
        {onRetry && (
          <Button variant="primary" onClick={onRetry}>
            {t('retry')}
          </Button>
        )}
        {action}
      </div>
    </div>
  );
}
