import { stringify } from 'yaml';
import type { Reader } from '#main/db/store.ts';
import { ATTACHMENTS_FOLDER, NOTES_FOLDER } from '#main/domains/imports/index.ts';
import { listAttachments, listNames, readRows } from '../exports.store.ts';
import type { ExportedRow, NoteFile } from '../exports.store.ts';
import { createFileNames, safeName } from './file-names.ts';

export type TextFile = { readonly path: string; readonly text: string };

/** Notes that are not in the trash, as Markdown with front matter; attachments are linked by their place beside them. */
export async function* noteFiles(reader: Reader): AsyncGenerator<TextFile> {
  const names = createFileNames();
  const [projects, clients] = await Promise.all([listNames(reader, 'project'), listNames(reader, 'client')]);
  for await (const page of readRows(reader, 'note')) {
    const live = page.filter((note) => note.deletedAt === null);
    const files =
      live.length === 0
        ? []
        : await listAttachments(
            reader,
            live.map((note) => note.id),
          );
    const byId = new Map(files.map((file) => [file.id, file]));
    for (const note of live) {
      const place = { project: projects.get(note.projectId ?? ''), client: clients.get(note.clientId ?? '') };
      yield { path: `${NOTES_FOLDER}/${names.take(note.title, '.md')}`, text: markdownOf(note, place, byId) };
    }
  }
}

/** Where the content of an attachment lies: one name and content, one file. */
export function attachmentPath(file: Pick<NoteFile, 'name' | 'sha256'>): string {
  return `${NOTES_FOLDER}/${ATTACHMENTS_FOLDER}/${file.sha256.slice(0, 16)}-${safeName(file.name) || 'file'}`;
}

function markdownOf(
  note: ExportedRow<'note'>,
  place: { project: string | undefined; client: string | undefined },
  files: ReadonlyMap<string, NoteFile>,
): string {
  const front = {
    id: note.id,
    title: note.title,
    ...(note.tags.length === 0 ? {} : { tags: note.tags }),
    ...(place.project === undefined ? {} : { project: place.project }),
    ...(place.client === undefined ? {} : { client: place.client }),
    ...(note.isPinned ? { pinned: true } : {}),
    created: new Date(note.createdAt).toISOString(),
    updated: new Date(note.updatedAt).toISOString(),
  };
  const body = note.body.replace(/adiuva-attachment:([0-9a-f-]{36})/g, (found, id: string) => {
    const file = files.get(id);
    return file === undefined
      ? found
      : attachmentPath(file)
          .slice(NOTES_FOLDER.length + 1)
          .split('/')
          .map(encodePart)
          .join('/');
  });
  return `---\n${stringify(front, { lineWidth: 0 })}---\n${body}${body.endsWith('\n') || body === '' ? '' : '\n'}`;
}

/** Parentheses end a link in Markdown. */
function encodePart(part: string): string {
  return encodeURIComponent(part).replaceAll('(', '%28').replaceAll(')', '%29');
}
