import type { Element } from '@xmldom/xmldom';
import type { RemoteAnswer } from './remote.ts';
import { remoteError } from './remote-error.ts';
import type { WebdavCaller } from './webdav-request.ts';
import { elementsOf, parseXml, textOf } from './xml.ts';

const ASKED = Buffer.from(
  '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/><getetag/></prop></propfind>',
);

export type WebdavEntry = {
  /** Below the folder of the target; a collection's ends with a slash. */
  readonly name: string;
  readonly isCollection: boolean;
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly etag: string;
};

export type Found = { readonly entries: readonly WebdavEntry[]; readonly answer: RemoteAnswer };

/** What the server knows of one resource (`depth` 0), or of it and what lies right in it; `null` where it is not. */
export async function propfind(
  call: WebdavCaller,
  { path, depth, signal }: { path: string; depth: '0' | '1'; signal?: AbortSignal | undefined },
): Promise<Found | null> {
  const headers = { depth, 'content-type': 'application/xml; charset=utf-8' };
  const answer = await call.send({ method: 'PROPFIND', path, headers, body: ASKED, signal });
  if (answer.status === 404) return null;
  if (answer.status !== 207) throw remoteError(path, answer);
  const responses = elementsOf(await parseXml(answer.bytes), 'response');
  const entries = responses.map((response) => entryOf(call, response)).filter((entry) => entry !== null);
  return { entries, answer };
}

function entryOf(call: WebdavCaller, response: Element): WebdavEntry | null {
  const href = new URL(textOf(response, 'href') ?? '', call.base);
  const [path, base] = [href.pathname, call.base.pathname].map(decoded);
  if (path === undefined || base === undefined || href.host !== call.base.host) return null;
  if (path !== base && `${path}/` !== base && !path.startsWith(base)) return null;
  const isCollection = elementsOf(response, 'collection').length > 0;
  const name = path.slice(base.length).replace(/\/$/, '');
  return {
    name: isCollection && name !== '' ? `${name}/` : name,
    isCollection,
    sizeBytes: Number(textOf(response, 'getcontentlength') ?? 0),
    modifiedAtMs: Date.parse(textOf(response, 'getlastmodified') ?? ''),
    etag: strong(textOf(response, 'getetag') ?? ''),
  };
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

/** Some call an etag weak within a second of the change; what is compared here is compared under a lock. */
export function strong(etag: string): string {
  return etag.replace(/^W\//, '');
}
