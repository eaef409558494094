import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { isAppUrl } from './app-origin.ts';
import { SECURITY_HEADERS } from './content-policy.ts';

/** What a built renderer consists of. What is not named here is not served. */
const MIME_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

const PAGE = '/index.html';
const IMMUTABLE = /^\/assets\/.+-[\w-]{8,}\.\w+$/;

function refuse(status: number): Response {
  return new Response(null, { status, headers: SECURITY_HEADERS });
}

/** The decoded path, or undefined for one that is malformed or tries to leave the folder. */
function parsePathname(address: string): string | undefined {
  let path: string;
  try {
    path = decodeURIComponent(new URL(address).pathname);
  } catch {
    return undefined;
  }
  // URL has taken out plain dots; what is left came in encoded, and no file of ours is named so.
  const isHostile = path.includes('\0') || path.includes('\\') || path.split('/').includes('..');
  return isHostile ? undefined : path;
}

/** The content of a file inside the folder; a link that leads out of it counts as no file. */
async function readContained(folder: string, path: string): Promise<Buffer | undefined> {
  try {
    const [root, file] = await Promise.all([realpath(folder), realpath(join(folder, path))]);
    if (!file.startsWith(root + sep)) return undefined;
    return await readFile(file);
  } catch {
    return undefined;
  }
}

function answer(path: string, content: Buffer, isHead: boolean): Response {
  return new Response(isHead ? null : new Uint8Array(content), {
    headers: {
      ...SECURITY_HEADERS,
      'Content-Type': MIME_TYPES[extname(path)] ?? 'application/octet-stream',
      'Content-Length': String(content.byteLength),
      'Cache-Control': IMMUTABLE.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}

/**
 * Answers `app://adiuva/…` from the built renderer's folder. Reads only, from inside the folder only; an address
 * without a file ending is a route of the app and gets its page.
 */
export function createAppHandler(folder: string): (request: Request) => Promise<Response> {
  return async function handle({ method, url }) {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405);
    if (!isAppUrl(url)) return refuse(404);
    const path = parsePathname(url);
    if (path === undefined) return refuse(400);
    const ending = extname(path);
    const isFile = ending !== '';
    if (isFile && MIME_TYPES[ending] === undefined) return refuse(404);
    const name = isFile ? path : PAGE;
    const content = await readContained(folder, name);
    return content === undefined ? refuse(404) : answer(name, content, method === 'HEAD');
  };
}
