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
  /** Of the account at an Adiuva server, where nobody is signed in yet. */
  readonly email: string;
  readonly password: string;
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
  email: '',
  password: '',
};

export type ChosenPlace = { readonly place: BackupPlace; readonly secret?: string };

/** A place, and whose backup it is where the place asks that. */
export type ChosenVault = ChosenPlace & {
  readonly account?: { readonly email: string; readonly password: string };
};

/** As `chosenPlace`, on a computer that has no workspace yet: nobody is signed in anywhere. */
export function chosenVault(draft: PlaceDraft): ChosenVault | undefined {
  const chosen = chosenPlace(draft);
  if (chosen?.place.kind !== 'adiuva') return chosen;
  const email = draft.email.trim();
  const isWhole = /^[^\s@]+@[^\s@]+$/.test(email) && draft.password !== '';
  return isWhole ? { ...chosen, account: { email, password: draft.password } } : undefined;
}

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
