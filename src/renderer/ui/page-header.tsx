import type { ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import { useWindowTitle } from '../lib/use-window-title.ts';

type PageHeaderProps = {
  title: ReactNode;
  /** A quiet line above the title: where this page belongs. */
  breadcrumb?: ReactNode;
  /** A quiet line below the title. */
  meta?: ReactNode;
  leading?: ReactNode;
  actions?: ReactNode;
  /** Names the window; needed where `title` is not plain text. */
  windowTitle?: string;
  className?: string;
};

export function PageHeader(props: PageHeaderProps) {
  const { title, breadcrumb, meta, leading, actions, windowTitle, className } = props;
  useWindowTitle(windowTitle ?? (typeof title === 'string' ? title : undefined));
  return (
    <header className={cn('flex shrink-0 flex-wrap items-end gap-x-4 gap-y-3 px-8 pt-7 pb-4', className)}>
      {leading}
      <div className="min-w-0 flex-1 basis-64">
        {breadcrumb !== undefined && <div className="mb-1 text-meta">{breadcrumb}</div>}
        <h1 className="truncate text-2xl leading-8 font-semibold">{title}</h1>
        {meta !== undefined && <div className="mt-1 text-sm text-muted-foreground">{meta}</div>}
      </div>
      {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
    </header>
  );
}

type PageProps = { children: ReactNode; className?: string };

/** A page that scrolls as a whole. Lists that scroll by themselves use PageFrame. */
export function Page({ children, className }: PageProps) {
  return (
    <div className="h-full overflow-y-auto">
      <div className={cn('mx-auto flex min-h-full w-full max-w-6xl flex-col pb-16 animate-page', className)}>
        {children}
      </div>
    </div>
  );
}

/** Header on top, one scrolling list below. */
export function PageFrame({ children, className }: PageProps) {
  return (
    <div
      className={cn('mx-auto flex h-full w-full max-w-6xl flex-col overflow-hidden animate-page', className)}
    >
      {children}
    </div>
  );
}

type SectionHeadingProps = {
  children: ReactNode;
  count?: number;
  actions?: ReactNode;
  as?: 'h2' | 'h3';
  className?: string;
};

export function SectionHeading({ children, count, actions, as: Tag = 'h2', className }: SectionHeadingProps) {
  return (
    <div className={cn('flex min-h-8 items-center gap-2', className)}>
      <Tag className="text-[13px] font-semibold tracking-[-0.1px] text-muted-foreground">{children}</Tag>
      {count !== undefined && <span className="text-meta tabular-nums">{count}</span>}
      {actions !== undefined && <div className="ms-auto flex items-center gap-1">{actions}</div>}
    </div>
  );
}
