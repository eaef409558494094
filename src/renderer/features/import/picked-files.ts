/** A file with its place in the folder that was chosen; the first part of the path is the folder itself. */
export type PickedFile = { readonly path: string; readonly file: File };
export type PickedSource = { readonly name: string; readonly files: readonly PickedFile[] };

/** `.git`, `.obsidian`, `.DS_Store`: settings of other programs, never content. */
function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

function toSource(files: readonly PickedFile[]): PickedSource | undefined {
  const kept = files.filter(({ path }) => !isHidden(path));
  const [first] = kept;
  if (first === undefined) return undefined;
  const top = first.path.split('/')[0] ?? first.path;
  const isOneFolder = kept.every(({ path }) => path.startsWith(`${top}/`));
  // Loose files have no folder of their own; the name only labels the import.
  return { name: kept.length === 1 || isOneFolder ? top : `${top} +${kept.length - 1}`, files: kept };
}

/** What a file input gave, a folder's or a plain one's. */
export function pickedFromInput(list: FileList): PickedSource | undefined {
  return toSource(Array.from(list, (file) => ({ path: file.webkitRelativePath || file.name, file })));
}

function readFile(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

async function readFolder(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Browsers hand out at most a hundred at a time and an empty list at the end.
    const batch = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (batch.length === 0) return all;
    all.push(...batch);
  }
}

async function walk(entry: FileSystemEntry): Promise<PickedFile[]> {
  const path = entry.fullPath.replace(/^\//, '');
  if (isHidden(path)) return [];
  // The two flags say which of the two kinds an entry is.
  if (entry.isFile) return [{ path, file: await readFile(entry as FileSystemFileEntry) }];
  const children = await readFolder(entry as FileSystemDirectoryEntry);
  return (await Promise.all(children.map(walk))).flat();
}

/** Folders and files dropped on the page. Must be called in the drop event: the items are gone after it. */
export async function pickedFromDrop(items: DataTransferItemList): Promise<PickedSource | undefined> {
  const entries = Array.from(items, (item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  return toSource((await Promise.all(entries.map(walk))).flat());
}
