import { Link } from '@tanstack/react-router';
import { NotebookPen, NotebookText } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { LinkedNotes, useLinkedNotes } from './linked-notes.tsx';

type NoteSectionProps = { projectId?: string; clientId?: string };

const FIRST_SHOWN = 6;

/** The notes of a project or a client. */
export function NoteSection({ projectId, clientId }: NoteSectionProps) {
  const { t } = useTranslation('projects');
  const [areAllShown, showAll] = useState(false);
  const { data } = useLinkedNotes({ projectId, clientId }, 200);
  if (data === undefined) return null;
  const newNote = (
    <Button asChild size="sm" variant="ghost">
      <Link to="/notes" search={{ new: true, project: projectId, client: clientId }}>
        <NotebookPen aria-hidden />
        {t('newNote')}
      </Link>
    </Button>
  );
  const isEmpty = data.items.length === 0;
  return (
    <section aria-label={t('notes')}>
      <SectionHeading count={data.total} actions={isEmpty ? undefined : newNote} className="mb-2">
        {t('notes')}
      </SectionHeading>
      {isEmpty ? (
        <EmptyState
          compact
          icon={NotebookText}
          title={t('noNotes')}
          text={t('noNotesText')}
          action={newNote}
        />
      ) : (
        <LinkedNotes notes={areAllShown ? data.items : data.items.slice(0, FIRST_SHOWN)} />
      )}
      {!areAllShown && data.items.length > FIRST_SHOWN && (
        <Button size="sm" variant="ghost" onClick={() => showAll(true)} className="mt-2">
          {t('showMore', { count: data.items.length - FIRST_SHOWN })}
        </Button>
      )}
    </section>
  );
}
