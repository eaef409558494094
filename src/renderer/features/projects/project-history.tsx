import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { useCommandLabel } from '#renderer/lib/use-command-label.ts';
import { Button } from '#renderer/ui/button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { useProjectHistory } from './queries.ts';

const FIRST_SHOWN = 5;

/** What was done to the project, the latest first. */
export function ProjectHistory({ projectId }: { projectId: string }) {
  const { t } = useTranslation('projects');
  const format = useFormat();
  const label = useCommandLabel();
  const { data } = useProjectHistory(projectId);
  const [areAllShown, showAll] = useState(false);
  if (data === undefined || data.length === 0) return null;
  const shown = areAllShown ? data : data.slice(0, FIRST_SHOWN);
  return (
    <section aria-label={t('history')}>
      <SectionHeading className="mb-1">{t('history')}</SectionHeading>
      <ol className="flex flex-col">
        {shown.map((entry) => (
          <li key={entry.seq} className="relative flex flex-col py-1.5 ps-4 text-[13px]">
            <span aria-hidden className="absolute start-0 top-3.5 size-1.5 rounded-full bg-border" />
            <span dir="auto" className="truncate" title={label(entry)}>
              {label(entry)}
            </span>
            <time
              dateTime={new Date(entry.createdAt).toISOString()}
              title={format.instant(entry.createdAt)}
              className="text-meta"
            >
              {format.ago(entry.createdAt)}
            </time>
          </li>
        ))}
      </ol>
      {data.length > shown.length && (
        <Button size="xs" variant="ghost" onClick={() => showAll(true)} className="mt-1 -ms-2">
          {t('showAllHistory', { count: data.length })}
        </Button>
      )}
    </section>
  );
}
