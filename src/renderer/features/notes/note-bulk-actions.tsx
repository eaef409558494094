import { FolderKanban, Hash, Pin, PinOff, Trash2, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NoteListItem } from '#shared/contracts/notes.ts';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { BulkBar } from '#renderer/ui/bulk-bar.tsx';
import { Combobox, MultiCombobox } from '#renderer/ui/combobox.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { toTag, useTagOptions } from './tag-options.tsx';
import type { NoteWrites } from './queries.ts';

type NoteBulkActionsProps = {
  notes: readonly NoteListItem[];
  writes: NoteWrites;
  onRemove(notes: readonly NoteListItem[]): void;
  onClear(): void;
};

function shared<V>(notes: readonly NoteListItem[], read: (note: NoteListItem) => V): V | undefined {
  const [first, ...rest] = notes.map(read);
  return rest.every((value) => value === first) ? first : undefined;
}

/** What can be done with the selected notes together. */
export function NoteBulkActions({ notes, writes, onRemove, onClear }: NoteBulkActionsProps) {
  const { t } = useTranslation('notes');
  const isAny = notes.length > 0;
  const projects = useProjectOptions(isAny);
  const clients = useClientOptions(isAny);
  const tags = useTagOptions(isAny);
  const ids = notes.map(({ id }) => id);
  const allPinned = notes.every(({ isPinned }) => isPinned);
  const common = (notes[0]?.tags ?? []).filter((tag) => notes.every((note) => note.tags.includes(tag)));
  const setTags = (values: readonly string[]): void =>
    writes.tag({
      ids,
      add: values.filter((tag) => !common.includes(tag)),
      remove: common.filter((tag) => !values.includes(tag)),
    });
  return (
    <BulkBar count={notes.length} onClear={onClear}>
      <IconButton
        side="top"
        label={t(allPinned ? 'unpin' : 'pin')}
        keys="p"
        onClick={() => writes.pin({ ids, isPinned: !allPinned })}
      >
        {allPinned ? <PinOff aria-hidden /> : <Pin aria-hidden />}
      </IconButton>
      <Combobox
        label={t('project')}
        value={shared(notes, (note) => note.projectId) ?? null}
        options={projects.options}
        loading={projects.isLoading}
        noneLabel={t('noProject')}
        onValueChange={(projectId) => writes.place({ ids, place: { projectId } })}
        trigger={
          <IconButton side="top" label={t('moveToProject')}>
            <FolderKanban aria-hidden />
          </IconButton>
        }
      />
      <Combobox
        label={t('client')}
        value={shared(notes, (note) => note.clientId) ?? null}
        options={clients.options}
        loading={clients.isLoading}
        noneLabel={t('noClient')}
        onValueChange={(clientId) => writes.place({ ids, place: { clientId } })}
        trigger={
          <IconButton side="top" label={t('setClient')}>
            <UserRound aria-hidden />
          </IconButton>
        }
      />
      <MultiCombobox
        label={t('tags')}
        values={common}
        options={tags.options}
        loading={tags.isLoading}
        onValuesChange={setTags}
        onCreate={(name) => setTags([...common, toTag(name)])}
        trigger={
          <IconButton side="top" label={t('setTags')}>
            <Hash aria-hidden />
          </IconButton>
        }
      />
      <IconButton
        side="top"
        variant="danger-ghost"
        label={t('moveToTrash')}
        keys="delete"
        onClick={() => onRemove(notes)}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </BulkBar>
  );
}
