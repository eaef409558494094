import { useId, type ReactNode } from 'react';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { Card } from '#renderer/ui/card.tsx';

/** What every part of the form works on. */
export type SpecEditorProps = { spec: DatasetSpec; onChange(spec: DatasetSpec): void };

type EditorSectionProps = { title: string; text?: ReactNode; actions?: ReactNode; children: ReactNode };

/** One part of a definition: what it is about, and its fields. */
export function EditorSection({ title, text, actions, children }: EditorSectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 id={id} className="min-w-0 flex-1 text-sm font-semibold tracking-[-0.2px]">
          {title}
        </h2>
        {actions}
      </div>
      {text !== undefined && <p className="mt-0.5 text-[13px] text-muted-foreground">{text}</p>}
      <Card className="mt-2.5 divide-y divide-border-subtle overflow-hidden empty:hidden">{children}</Card>
    </section>
  );
}
