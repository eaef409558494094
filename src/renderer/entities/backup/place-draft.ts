import type { BackupPlace, BackupPlaceKind } from '#shared/contracts/backup.ts';

/** What was typed about a place, of whatever kind: a change of the kind loses nothing. */
export type PlaceDraft = {
  readonly kind: BackupPlaceKind;
  readonly path: string;
  readonly endpoint: string;
  readonly bucket: string;
  readonly region: string;
  readonly prefix: string;
  readonly accessKeyId: string;
  readonly url: string;
  readonly user: string;
  readonly secret: string;
};

export const NO_PLACE: PlaceDraft = {
  kind: 'folder',
  path: '',
  endpoint: '',
  bucket: '',
  region: 'us-east-1',
  prefix: '',
  accessKeyId: '',
  url: '',
  user: '',
  secret: '',
};

export type ChosenPlace = { readonly place: BackupPlace; readonly secret?: string };

const isAddress = (text: string): boolean => /^https?:\/\/[^\s/@]+/.test(text) && !/\/\/[^/]*@/.test(text);

/** The place, once all that it needs is there. */
export function chosenPlace(draft: PlaceDraft): ChosenPlace | undefined {
  const { kind } = draft;
  const path = draft.path.trim();
  const url = draft.url.trim();
  const secret = draft.secret === '' ? {} : { secret: draft.secret };
  switch (kind) {
    case 'folder':
      return path === '' ? undefined : { place: { kind, path } };
    case 'adiuva':
      return isAddress(url) ? { place: { kind, url } } : undefined;
    case 'webdav':
      return isAddress(url) ? { place: { kind, url, user: draft.user.trim() }, ...secret } : undefined;
    case 's3':
      return chosenBucket(draft);
  }
}

function chosenBucket(draft: PlaceDraft): ChosenPlace | undefined {
  const [endpoint, bucket, accessKeyId] = [draft.endpoint, draft.bucket, draft.accessKeyId].map((text) =>
    text.trim(),
  ) as [string, string, string]; // three went in
  if (!isAddress(endpoint) || bucket === '' || accessKeyId === '' || draft.secret === '') return undefined;
  const region = draft.region.trim() || NO_PLACE.region;
  const prefix = draft.prefix.trim();
  return {
    place: { kind: 's3', endpoint, bucket, region, prefix, pathStyle: true, accessKeyId },
    secret: draft.secret,
  };
}
