import type { Refusal } from '../drafts.ts';

/** One regular file of an import, named by its path inside what the person chose. */
export type SourceFile = {
  /** Relative, with `/` between the parts and in Unicode NFC. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** The whole content; refuses with `import_too_large` above `maxBytes`. */
  read(maxBytes: number): Promise<Uint8Array>;
  /** The content in pieces, under the same rule. */
  stream(maxBytes: number): AsyncIterable<Uint8Array>;
};

/** A folder, an archive or a single file, listed once. Content is read only when a reader asks for it. */
export type SourceTree = {
  readonly kind: 'folder' | 'archive' | 'file';
  /** Name of what was chosen, without its folder. */
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly refusals: readonly Refusal[];
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

/** The last part of a path without its extension. */
export function stemOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(0, dot) : name;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function extensionOf(path: string): string {
  const name = nameOf(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1).toLowerCase() : '';
}
