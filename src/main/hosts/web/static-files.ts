import { createReadStream } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import mime from 'mime/lite';
import { AppError } from '#shared/errors.ts';

type Encoding = 'br' | 'gzip';
type StaticFile = {
  readonly path: string;
  readonly mimeType: string;
  readonly sizeBytes: number;
  readonly etag: string;
  readonly isImmutable: boolean;
  readonly encoded: Map<Encoding, Promise<Buffer>>;
};

export type StaticFiles = {
  /** The file at this address, or undefined. The listing is made beforehand, so no address can leave the folder. */
  find(pathname: string): StaticFile | undefined;
  /** The page that every route of the app starts from; looks first whether the bundle was rebuilt. */
  findPage(): Promise<StaticFile>;
  send(file: StaticFile, request: IncomingMessage, response: ServerResponse): Promise<void>;
};

/** The bundler puts a hash of the content into these files' names. */
const IMMUTABLE = /^\/assets\/.+-[\w-]{8,}\.\w+$/;
const COMPRESSIBLE = /^(?:text\/|application\/(?:javascript|json|wasm|manifest)|image\/svg)/;
const WORTH_COMPRESSING_BYTES = 1_024;
const PAGE = '/index.html';

/** Serves a built renderer. Text is compressed at its first request and kept so. */
export async function openStaticFiles(folder: string): Promise<StaticFiles> {
  let files = await listFiles(folder);
  return {
    find: (pathname) => (pathname === PAGE ? undefined : files.get(pathname)),
    async findPage() {
      const known = files.get(PAGE);
      const now = await stat(join(folder, 'index.html')).catch(() => undefined);
      if (now !== undefined && known?.etag !== etagOf(now)) files = await listFiles(folder);
      const page = files.get(PAGE);
      if (page === undefined) throw notBuilt(folder);
      return page;
    },
    send: sendFile,
  };
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw notBuilt(folder, cause);
  });
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith('.map')) continue;
    const path = join(entry.parentPath, entry.name);
    const pathname = path.slice(folder.length).replaceAll('\\', '/');
    const facts = await stat(path);
    files.set(pathname, {
      path,
      mimeType: mimeTypeOf(entry.name),
      sizeBytes: facts.size,
      etag: etagOf(facts),
      isImmutable: IMMUTABLE.test(pathname),
      encoded: new Map(),
    });
  }
  if (!files.has(PAGE)) throw notBuilt(folder);
  return files;
}

function mimeTypeOf(name: string): string {
  const type = mime.getType(name) ?? 'application/octet-stream';
  return type.startsWith('text/') ? `${type}; charset=utf-8` : type;
}

function etagOf(facts: { readonly mtimeMs: number; readonly size: number }): string {
  return `"${Math.round(facts.mtimeMs).toString(36)}-${facts.size.toString(36)}"`;
}

function notBuilt(folder: string, cause?: unknown): AppError {
  return new AppError(
    'host_unavailable',
    `The pages of the app are not at ${folder}. Your data is untouched; run "npm run build", or install Adiuva again.`,
    { cause },
  );
}

async function sendFile(file: StaticFile, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.setHeader(
    'Cache-Control',
    file.isImmutable ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  );
  response.setHeader('ETag', file.etag);
  response.setHeader('Vary', 'Accept-Encoding');
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304).end();
    return;
  }
  response.setHeader('Content-Type', file.mimeType);
  const encoding = chooseEncoding(file, request.headers['accept-encoding']);
  if (encoding === undefined) {
    sendPlain(file, request, response);
    return;
  }
  const body = await encode(file, encoding);
  response.writeHead(200, { 'Content-Encoding': encoding, 'Content-Length': body.length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function sendPlain(file: StaticFile, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'Content-Length': file.sizeBytes });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A file that vanished after the listing cuts the answer short; the browser asks again.
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response);
}

function chooseEncoding(file: StaticFile, accepted: string | undefined): Encoding | undefined {
  if (file.sizeBytes < WORTH_COMPRESSING_BYTES || !COMPRESSIBLE.test(file.mimeType)) return undefined;
  const offered = new Set((accepted ?? '').split(',').map((part) => part.trim().split(';')[0]));
  if (offered.has('br')) return 'br';
  return offered.has('gzip') ? 'gzip' : undefined;
}

function encode(file: StaticFile, encoding: Encoding): Promise<Buffer> {
  const known = file.encoded.get(encoding);
  if (known !== undefined) return known;
  const made = compress(file.path, encoding);
  file.encoded.set(encoding, made);
  made.catch(() => file.encoded.delete(encoding));
  return made;
}

async function compress(path: string, encoding: Encoding): Promise<Buffer> {
  const content = await readFile(path);
  if (encoding === 'gzip') return promisify(gzip)(content);
  // Higher qualities take longer than they save on a loopback connection.
  return promisify(brotliCompress)(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
}
