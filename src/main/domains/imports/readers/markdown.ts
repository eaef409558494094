import mime from 'mime/lite';
import { isAppError } from '#shared/errors.ts';
import type { AttachmentDraft, ImportEntry, NoteDraft, ReaderContext, Refusal } from '../drafts.ts';
import { IMPORT_LIMITS, sizeText } from '../sources/limits.ts';
import { extensionOf, folderOf, nameOf, stemOf } from '../sources/source-tree.ts';
import type { SourceFile, SourceTree } from '../sources/source-tree.ts';
import { decodeText } from '../sources/text-decoding.ts';
import { createBreather, type Breather } from './breather.ts';
import { nameKey, toLongText, toTitle } from './draft-text.ts';
import { listField, splitFrontMatter, textField, type FrontMatter } from './front-matter.ts';
import { toInertMarkdown } from './inert-markdown.ts';
import { createNamedItems } from './named-items.ts';
import type { NamedItems } from './named-items.ts';
import { mentionedIn, noteTags, noteTimes, withOtherFields } from './note-fields.ts';
import { readAhead } from './read-ahead.ts';
import { createVaultIndex } from './vault-index.ts';
import type { VaultIndex } from './vault-index.ts';
import { rewriteLinks } from './vault-links.ts';

const NOTE_EXTENSIONS = new Set(['md', 'markdown', 'mdown']);
/** Notes read in the first pass are kept up to this much text, so that a usual folder is read once. */
const KEPT_TEXT_CHARS = 64 * 1024 * 1024;
const READ_AHEAD = 8;

type NoteFile = {
  readonly file: SourceFile;
  readonly title: string;
  readonly aliases: readonly string[];
  /** Taken apart in the first pass; null where that would be too much to keep. */
  readonly content: NoteContent | null;
};

type NoteContent = { readonly text: string; readonly frontMatter: FrontMatter };

type Reading = {
  readonly context: ReaderContext;
  readonly index: VaultIndex;
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Files that some note links to. */
  readonly linked: Set<string>;
  readonly named: NamedItems;
};

/**
 * A folder of Markdown notes as Obsidian keeps it. The file's name is the title unless the front matter has one;
 * sub-folders become one tag (`Clients/Acme` -> `#Clients/Acme`), so that the order a person made is kept and can
 * be searched; a file that notes link to becomes their attachment.
 */
export async function* readMarkdown(tree: SourceTree, context: ReaderContext): AsyncGenerator<ImportEntry> {
  const isNote = (file: SourceFile) => NOTE_EXTENSIONS.has(extensionOf(file.path));
  const files = new Map(tree.files.filter((file) => !isNote(file)).map((file) => [file.path, file]));
  const { notes, refusals } = await listNotes(tree.files.filter(isNote), context);
  yield* tree.refusals;
  yield* refusals;
  const breathe = createBreather(context.signal);
  const index = await createVaultIndex(
    notes.map(({ file, title, aliases }) => ({ path: file.path, title, aliases })),
    [...files.values()].filter((file) => !isTooLarge(file)).map((file) => file.path),
    breathe,
  );
  const reading: Reading = { context, index, files, linked: new Set(), named: createNamedItems('link_only') };
  const contents = readAhead(notes, READ_AHEAD, async (note) => ({
    note,
    content: note.content ?? contentOf(await readNote(note.file)),
  }));
  for await (const { note, content } of contents) {
    await breathe();
    if ('text' in content) yield* noteEntries(note, content, reading);
    else yield content;
  }
  for (const file of files.values()) {
    if (reading.linked.has(file.path)) continue;
    const reason = isTooLarge(file)
      ? `The file has ${sizeText(file.sizeBytes)}; at most ${sizeText(IMPORT_LIMITS.attachmentBytes)} can be imported.`
      : 'No note of the folder links to this file.';
    yield { source: file.path, reason, outcome: 'skipped' };
  }
}

function isTooLarge(file: SourceFile): boolean {
  return file.sizeBytes > IMPORT_LIMITS.attachmentBytes;
}

async function listNotes(files: readonly SourceFile[], context: ReaderContext) {
  const notes: NoteFile[] = [];
  const refusals: Refusal[] = [];
  const breathe = createBreather(context.signal);
  let keptChars = 0;
  for await (const { file, text } of readAhead(files, READ_AHEAD, async (file) => ({
    file,
    text: await readNote(file),
  }))) {
    await breathe();
    if (typeof text !== 'string') {
      refusals.push(text);
      continue;
    }
    const frontMatter = splitFrontMatter(text);
    const { fields } = frontMatter;
    const title = linkable(toTitle(textField(fields, 'title') || stemOf(file.path)));
    const isKept = keptChars + text.length <= KEPT_TEXT_CHARS;
    if (isKept) keptChars += text.length;
    notes.push({
      file,
      title,
      aliases: listField(fields, /,/, 'aliases', 'alias'),
      content: isKept ? { text, frontMatter } : null,
    });
  }
  return { notes: await withUniqueTitles(notes, breathe), refusals };
}

function contentOf(text: string | Refusal): NoteContent | Refusal {
  return typeof text === 'string' ? { text, frontMatter: splitFrontMatter(text) } : text;
}

/** Wiki links go by title, so a second page of the same name says which folder it is from. */
async function withUniqueTitles(notes: readonly NoteFile[], breathe: Breather): Promise<NoteFile[]> {
  const depths = new Map(notes.map(({ file }) => [file.path, file.path.split('/').length]));
  const depthOf = ({ file }: NoteFile) => depths.get(file.path) ?? 0;
  const byDepth = [...notes].sort((a, b) => depthOf(a) - depthOf(b));
  const taken = new Set<string>();
  const titles = new Map<string, string>();
  for (const note of byDepth) {
    await breathe();
    const folder = folderOf(note.file.path);
    let title = note.title;
    if (taken.has(nameKey(title)) && folder !== '') title = toTitle(`${note.title} (${linkable(folder)})`);
    for (let count = 2; taken.has(nameKey(title)); count += 1) title = toTitle(`${note.title} (${count})`);
    taken.add(nameKey(title));
    titles.set(note.file.path, title);
  }
  return notes.map((note) => ({ ...note, title: titles.get(note.file.path) ?? note.title }));
}

async function readNote(file: SourceFile): Promise<string | Refusal> {
  if (file.sizeBytes > IMPORT_LIMITS.noteBytes) {
    const reason = `The note has ${sizeText(file.sizeBytes)}; at most ${sizeText(IMPORT_LIMITS.noteBytes)} can be imported.`;
    return { source: file.path, reason, outcome: 'skipped' };
  }
  try {
    return decodeText(await file.read(IMPORT_LIMITS.noteBytes));
  } catch (error) {
    return {
      source: file.path,
      reason: isAppError(error) ? error.message : 'The file could not be read.',
      outcome: 'failed',
    };
  }
}

function* noteEntries(
  note: NoteFile,
  { text, frontMatter }: NoteContent,
  reading: Reading,
): Generator<ImportEntry> {
  const { path } = note.file;
  const { context, index, named } = reading;
  if (text.slice(0, 8000).includes('\0')) {
    yield { source: path, reason: 'This is not a text file.', outcome: 'skipped' };
    return;
  }
  const written = toLongText(frontMatter.body).replace(/^\n+/, '');
  const { body, attachmentPaths } = rewriteLinks(written, path, index);
  const mentioned = mentionedIn(frontMatter);
  const project = mentioned.project === '' ? null : named.project(mentioned.project, path);
  const client = mentioned.client === '' ? null : named.client(mentioned.client, path);
  yield* project?.entries ?? [];
  yield* client?.entries ?? [];
  const sourceKey = `${context.sourceId}\n${path}`;
  const draft: NoteDraft = {
    title: note.title,
    body: withOtherFields(toInertMarkdown(body), frontMatter),
    tags: noteTags(frontMatter, written, path),
    isPinned: frontMatter.fields?.get('pinned') === true,
    attachmentKeys: attachmentPaths.map((target) => `${sourceKey}\n${target}`),
    ...(project === null ? {} : { projectKey: project.key }),
    ...(client === null ? {} : { clientKey: client.key }),
    ...noteTimes(frontMatter, note.file, context.nowMs),
  };
  const remark = frontMatter.problem === null ? {} : { remark: frontMatter.problem };
  yield { source: path, sourceKey, kind: 'note', draft, ...remark };
  for (const [position, target] of attachmentPaths.entries()) {
    yield* attachmentEntry(sourceKey, draft.attachmentKeys[position] ?? '', target, reading);
  }
}

function* attachmentEntry(
  noteKey: string,
  sourceKey: string,
  path: string,
  reading: Reading,
): Generator<ImportEntry> {
  const file = reading.files.get(path);
  if (file === undefined) return;
  reading.linked.add(path);
  const draft: AttachmentDraft = {
    noteKey,
    name: nameOf(path).slice(-255),
    mimeType: mime.getType(path) ?? 'application/octet-stream',
    sizeBytes: file.sizeBytes,
    open: () => file.stream(IMPORT_LIMITS.attachmentBytes),
  };
  yield { source: path, sourceKey, kind: 'attachment', draft };
}

/** A title that `[[…]]` can hold. */
function linkable(title: string): string {
  return title.replaceAll('[', '(').replaceAll(']', ')').replaceAll('|', '-');
}
