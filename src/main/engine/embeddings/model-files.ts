import { createHash, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { access, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '#shared/errors.ts';

/** What a folder of a sentence model may hold for us; all else in it is left alone. */
const WANTED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'];
const MODELS = ['model.onnx', 'onnx/model.onnx', 'model_quantized.onnx', 'onnx/model_quantized.onnx'];
/** Weights beyond the two gigabytes that a protocol buffer can hold lie beside the model under this name. */
const BESIDE = '_data';
const MAX_BYTES = 8 * 2 ** 30;
const PIECE_BYTES = 2 ** 20;
const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** A model's files as they were copied, named by what is in them. */
export type AdoptedFiles = { readonly folder: string; readonly hash: string };

/**
 * Copies a model into `modelsDir` and names the folder by the files' hash: what the vectors were made with stays as it
 * was, whatever happens to the folder it came from. `check` looks at the copy before it is kept.
 */
export async function adoptFiles(
  from: string,
  modelsDir: string,
  check: (folder: string) => Promise<void>,
  signal: AbortSignal,
): Promise<AdoptedFiles> {
  const real = await realpath(from).catch(() => {
    throw new AppError(
      'file_unreadable',
      'This folder cannot be opened. Nothing was changed; choose another.',
    );
  });
  const incoming = join(modelsDir, `.incoming-${randomUUID()}`);
  try {
    const hash = await copyAll(real, incoming, signal);
    await check(incoming);
    const folder = join(modelsDir, hash);
    // The same files once more: what is there may be damaged, the copy is fresh.
    await rm(folder, { recursive: true, force: true });
    await rename(incoming, folder);
    return { folder: hash, hash };
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
}

export async function hasModel(folder: string): Promise<boolean> {
  return access(join(folder, 'config.json')).then(
    () => true,
    () => false,
  );
}

async function copyAll(from: string, to: string, signal: AbortSignal): Promise<string> {
  const total = createHash('sha256');
  for (const path of [...WANTED, ...(await modelPaths(from))]) {
    const copied = await copyFile(join(from, path), join(to, path), signal);
    if (copied !== null) total.update(`${path}:${copied}\n`);
  }
  return total.digest('hex').slice(0, 16);
}

async function modelPaths(from: string): Promise<readonly string[]> {
  for (const path of MODELS) {
    const file = await open(join(from, path), FLAGS).catch(() => null);
    await file?.close();
    if (file !== null) return [path, `${path}${BESIDE}`];
  }
  return [];
}

/** The hash of what was copied; null where there is no such file. */
async function copyFile(from: string, to: string, signal: AbortSignal): Promise<string | null> {
  const source = await open(from, FLAGS).catch(() => null);
  if (source === null) return null;
  try {
    const facts = await source.stat();
    if (!facts.isFile()) return null;
    if (facts.size > MAX_BYTES) {
      throw new AppError('payload_too_large', 'This model is larger than 8 GB. Nothing was copied.');
    }
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const target = await open(to, 'w', 0o600);
    try {
      const hash = await pour(source, signal, (bytes) => target.appendFile(bytes));
      await target.sync();
      return hash;
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Reads a file to its end, in pieces that hold nothing up; answers its SHA-256. */
export async function pour(
  file: FileHandle,
  signal: AbortSignal,
  take: (bytes: Uint8Array) => Promise<void>,
): Promise<string> {
  const hash = createHash('sha256');
  const piece = new Uint8Array(PIECE_BYTES);
  for (let position = 0; ;) {
    if (signal.aborted)
      throw new AppError('cancelled', 'Copying the model was stopped. Nothing was changed.');
    const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, position);
    if (bytesRead === 0) return hash.digest('hex');
    const bytes = piece.subarray(0, bytesRead);
    hash.update(bytes);
    await take(bytes);
    position += bytesRead;
  }
}
