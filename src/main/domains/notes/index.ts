/** Notes: Markdown with wiki links, attachments and earlier versions. */
import { AttachmentsService } from './attachments.service.ts';
import { NoteVersionsService } from './note-versions.service.ts';
import { NotesService, type NotesDeps } from './notes.service.ts';
import { createNotesStore } from './notes.store.ts';

export { insertPart, newAttachmentRow } from './attachments.service.ts';
export { noteActions } from './notes.actions.ts';
export { newNoteRow, withDerived } from './note-row.ts';

export type Notes = {
  readonly notes: NotesService;
  readonly versions: NoteVersionsService;
  readonly attachments: AttachmentsService;
};

export function createNotes(deps: Omit<NotesDeps, 'readsOf'>): Notes {
  const parts = { ...deps, readsOf: createNotesStore };
  return {
    notes: new NotesService(parts),
    versions: new NoteVersionsService(parts),
    attachments: new AttachmentsService(parts),
  };
}
