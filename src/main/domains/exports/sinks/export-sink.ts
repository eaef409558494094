/** Where an export goes: nothing is visible there before `finish`, and nothing of it is left after `abort`. */
export type ExportSink = {
  /** Writes one file; pieces are taken as they come and are on their way before the next one is asked for. */
  write(path: string, pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<WrittenFile>;
  finish(): Promise<void>;
  abort(): Promise<void>;
};

export type WrittenFile = { readonly path: string; readonly sizeBytes: number; readonly sha256: string };
