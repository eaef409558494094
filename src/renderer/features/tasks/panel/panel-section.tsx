import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';

type PanelSectionProps = {
  title: string;
  meta?: string;
  onAdd?(): void;
  addLabel?: string;
  actions?: ReactNode;
  children: ReactNode;
};

/** A part of the panel under a quiet heading. */
export function PanelSection({ title, meta, onAdd, addLabel, actions, children }: PanelSectionProps) {
  return (
    <section className="mt-6">
      <SectionHeading
        as="h3"
        className="mb-1"
        actions={
          <>
            {actions}
            {onAdd !== undefined && addLabel !== undefined && (
              <IconButton size="xs" label={addLabel} onClick={onAdd}>
                <Plus aria-hidden />
              </IconButton>
            )}
          </>
        }
      >
        {title}
        {meta !== undefined && <span className="ms-2 text-meta font-normal tabular-nums">{meta}</span>}
      </SectionHeading>
      {children}
    </section>
  );
}
