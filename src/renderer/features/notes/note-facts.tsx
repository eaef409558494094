import { FolderKanban, Hash, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NoteDetail } from '#shared/contracts/notes.ts';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { Combobox, MultiCombobox } from '#renderer/ui/combobox.tsx';
import { TagChip } from '#renderer/ui/tag-chip.tsx';
import { toTag, useTagOptions } from './tag-options.tsx';
import type { NoteWrites } from './queries.ts';

const FACT =
  'inline-flex h-7 max-w-56 items-center gap-1.5 rounded-md px-2 text-[13px] text-muted-foreground transition-colors hover:bg-accent hover:text-foreground data-[state=open]:bg-accent [&_svg]:size-3.5 [&_svg]:shrink-0';

/** Where the note belongs, under its title. */
export function NoteFacts({ note, writes }: { note: NoteDetail; writes: NoteWrites }) {
  const { t } = useTranslation('notes');
  const format = useFormat();
  const projects = useProjectOptions();
  const clients = useClientOptions();
  const tags = useTagOptions();
  const ids = [note.id];
  const setTags = (values: readonly string[]): void =>
    writes.tag({
      ids,
      add: values.filter((tag) => !note.tags.includes(tag)),
      remove: note.tags.filter((tag) => !values.includes(tag)),
    });
  return (
    <div className="-ms-2 mt-2 flex flex-wrap items-center gap-x-1 gap-y-1.5">
      <Combobox
        label={t('project')}
        value={note.projectId}
        options={projects.options}
        loading={projects.isLoading}
        noneLabel={t('noProject')}
        onValueChange={(projectId) => writes.place({ ids, place: { projectId } })}
        trigger={
          <button
            type="button"
            className={FACT}
            aria-label={`${t('project')}: ${note.projectName ?? t('noProject')}`}
          >
            <FolderKanban aria-hidden />
            <span className="truncate">{note.projectName ?? t('project')}</span>
          </button>
        }
      />
      <Combobox
        label={t('client')}
        value={note.clientId}
        options={clients.options}
        loading={clients.isLoading}
        noneLabel={t('noClient')}
        onValueChange={(clientId) => writes.place({ ids, place: { clientId } })}
        trigger={
          <button
            type="button"
            className={FACT}
            aria-label={`${t('client')}: ${note.clientName ?? t('noClient')}`}
          >
            <UserRound aria-hidden />
            <span className="truncate">{note.clientName ?? t('client')}</span>
          </button>
        }
      />
      {note.tags.map((tag) => (
        <TagChip
          key={tag}
          name={tag}
          className="ms-2 -me-1"
          onRemove={() => setTags(note.tags.filter((other) => other !== tag))}
        />
      ))}
      <MultiCombobox
        label={t('tags')}
        values={note.tags}
        options={tags.options}
        loading={tags.isLoading}
        onValuesChange={setTags}
        onCreate={(name) => setTags([...note.tags, toTag(name)])}
        trigger={
          <button type="button" className={FACT} aria-label={t('setTags')}>
            <Hash aria-hidden />
            {note.tags.length === 0 && <span>{t('tags')}</span>}
          </button>
        }
      />
      <span className="ms-auto ps-2 text-meta" title={format.instant(note.updatedAt)}>
        {t('edited', { time: format.ago(note.updatedAt) })}
      </span>
    </div>
  );
}
