import { CloudError } from '../errors.ts';

/** What must hold of an object's present version for a request to be carried out. */
export type Precondition =
  | { readonly kind: 'none' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'is'; readonly etag: string };

/** The two objects that change: two devices that write them unasked would undo each other. */
const GUARDED = new Set(['head', 'vault.json']);

const STRONG_ETAG = /^"[\x21\x23-\x7e]+"$/;

export function parsePrecondition(headers: {
  readonly 'if-match'?: string | undefined;
  readonly 'if-none-match'?: string | undefined;
}): Precondition {
  const { 'if-match': ifMatch, 'if-none-match': ifNoneMatch } = headers;
  if (ifMatch !== undefined && ifNoneMatch !== undefined) throw unreadable();
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() !== '*') throw unreadable();
    return { kind: 'absent' };
  }
  if (ifMatch === undefined) return { kind: 'none' };
  if (!STRONG_ETAG.test(ifMatch.trim())) throw unreadable();
  return { kind: 'is', etag: ifMatch.trim() };
}

function unreadable(): CloudError {
  return new CloudError(
    'invalid_input',
    'Only one strong etag in If-Match, or a star in If-None-Match, is understood. Nothing was changed.',
  );
}

export function requireGuard(name: string, precondition: Precondition): void {
  if (precondition.kind === 'none' && GUARDED.has(name)) {
    throw new CloudError(
      'precondition_required',
      'This object is written with If-Match or If-None-Match only. Nothing was changed.',
    );
  }
}

export function requirePrecondition(precondition: Precondition, present: string | undefined): void {
  const holds =
    precondition.kind === 'none' ||
    (precondition.kind === 'absent' ? present === undefined : present === precondition.etag);
  if (!holds) {
    throw new CloudError(
      'precondition_failed',
      'The object is not as the request expects it: somebody else wrote it meanwhile. Nothing was changed; read it again.',
    );
  }
}
