import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CatalogueModel } from '#shared/contracts/embeddings.ts';
import { AppError } from '#shared/errors.ts';
import type { Egress, HostAndPort, Permit } from '#main/engine/egress/index.ts';
import { pour } from './model-files.ts';

type ModelFile = CatalogueModel['files'][number];

export type DownloadDeps = {
  readonly egress: Egress;
  /** Addresses on this machine or in the local network that may be fetched from. */
  readonly configured: readonly HostAndPort[];
};

export type Download = {
  readonly model: CatalogueModel;
  /** Kept from try to try: what is there already is not fetched again. */
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: (doneBytes: number, totalBytes: number) => void;
};

const WAIT = { firstByteMs: 30_000, idleMs: 30_000 };

/**
 * Fetches a model's files, goes on where an earlier try was cut off, and checks each by its SHA-256. Throws
 * `unreachable` for what another try may heal, `file_unreadable` for a file that is another than it should be.
 */
export async function downloadModel(deps: DownloadDeps, download: Download): Promise<void> {
  const { model, folder, signal, onProgress } = download;
  const total = model.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  let before = 0;
  for (const file of model.files) {
    const path = join(folder, file.path);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const start = before;
    if ((await sizeOf(path)) !== file.sizeBytes) {
      const part = `${path}.part`;
      await fetchFile(deps, { file, part, signal, onBytes: (done) => onProgress(start + done, total) });
      await checkFile(part, file, signal);
      await rename(part, path);
    }
    before += file.sizeBytes;
    onProgress(before, total);
  }
}

type Fetching = {
  readonly file: ModelFile;
  readonly part: string;
  readonly signal: AbortSignal;
  readonly onBytes: (doneBytes: number) => void;
};

async function fetchFile(deps: DownloadDeps, fetching: Fetching): Promise<void> {
  const { file, part, signal } = fetching;
  const have = await sizeOf(part);
  if (have === file.sizeBytes) return;
  const from = have < file.sizeBytes ? have : 0;
  const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
  // One byte more than is right shows that there is more.
  const limits = { ...WAIT, maxBytes: file.sizeBytes + 1, signal };
  const response = await deps.egress.stream(file.url, { headers }, permitOf(deps), limits);
  const start = startOf(response, from);
  if (start === null) {
    await response.body?.cancel();
    throw refused(file, response.status);
  }
  await write(response, fetching, start);
}

/** Everything that comes is checked by its hash, so any public address may send it; nothing of the person's goes out. */
function permitOf({ configured }: DownloadDeps): Permit {
  return { feature: 'model-download', hosts: 'any-public', configured };
}

/** Where in the file the answer begins: a server without ranges sends all of it again. */
function startOf(response: Response, from: number): number | null {
  if (response.status === 200) return 0;
  if (response.status !== 206) return null;
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return Number(range?.[1]) === from ? from : null;
}

async function write(response: Response, fetching: Fetching, start: number): Promise<void> {
  const { file, part, onBytes } = fetching;
  const target = await open(part, start > 0 ? 'r+' : 'w', 0o600);
  let position = start;
  try {
    for await (const chunk of response.body ?? []) {
      await target.write(chunk, 0, chunk.length, position);
      position += chunk.length;
      onBytes(Math.min(position, file.sizeBytes));
    }
    await target.sync();
  } finally {
    await target.close();
  }
  if (position < file.sizeBytes) {
    throw new AppError(
      'unreachable',
      'The download of the model was cut off. What has come is kept; it goes on from there with the next try.',
    );
  }
}

async function checkFile(part: string, file: ModelFile, signal: AbortSignal): Promise<void> {
  if ((await hashOf(part, signal)) === file.sha256) return;
  await rm(part, { force: true });
  throw new AppError(
    'file_unreadable',
    'The file that was downloaded is not the model that was asked for, and was thrown away. Nothing was changed; try again later, or take the model from a folder.',
  );
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const source = await open(path);
  try {
    return await pour(source, signal, async () => {});
  } finally {
    await source.close();
  }
}

function refused(file: ModelFile, status: number): AppError {
  const { host } = new URL(file.url);
  // Ranges that do not fit the file: the part is of another version, and the next try begins anew.
  const message = `${host} did not send the model (status ${status}). Nothing was changed; try again later, or take the model from a folder.`;
  return new AppError(status === 404 || status === 410 ? 'not_found' : 'unreachable', message, {
    details: { status },
  });
}

async function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    (found) => found.size,
    () => 0,
  );
}
