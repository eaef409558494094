import type { BackupPlace } from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';
import type { OpenTarget } from '#main/domains/backup/index.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import {
  createAdiuvaCaller,
  createAdiuvaTarget,
  createFolderTarget,
  createS3Target,
  createThrottle,
  createTransfer,
  createWebdavTarget,
  type AccessTokens,
} from '#main/engine/vault/targets/index.ts';

/** How each kind of place is reached. What may work another time is tried again here, below everything else. */
export function createPlaces(deps: {
  readonly egress: Egress;
  /** Of the account that is signed in at an Adiuva endpoint. */
  readonly tokensFor: (endpoint: string) => AccessTokens;
}): OpenTarget {
  return (place, { secret, bytesPerSecond }) => {
    const throttle = createThrottle(bytesPerSecond);
    const remote = { egress: deps.egress, throttle };
    const required = async () => secret ?? Promise.reject(noSecret());
    switch (place.kind) {
      case 'folder':
        return createTransfer(createFolderTarget({ folder: place.path, throttle }));
      case 's3': {
        const { endpoint, bucket, region, prefix, pathStyle: isPathStyle, accessKeyId } = place;
        const where = { endpoint, bucket, region, prefix: folderLike(prefix), isPathStyle, accessKeyId };
        return createTransfer(createS3Target(where, { ...remote, secretAccessKey: required }));
      }
      case 'webdav': {
        const credentials = place.user === '' ? null : { user: place.user, password: required };
        return createTransfer(createWebdavTarget({ url: place.url, credentials }, remote));
      }
      case 'adiuva':
        return createTransfer(
          createAdiuvaTarget(createAdiuvaCaller(place.url, { ...remote, tokens: deps.tokensFor(place.url) })),
        );
    }
  };
}

/** The place in a line, for people. */
export function labelOfPlace(place: BackupPlace): string {
  switch (place.kind) {
    case 'folder':
      return place.path;
    case 's3':
      return `${new URL(place.endpoint).host}/${place.bucket}${place.prefix === '' ? '' : `/${place.prefix}`}`;
    case 'webdav':
    case 'adiuva':
      return place.url.replace(/^https?:\/\//, '').replace(/\/$/, '');
  }
}

function folderLike(prefix: string): string {
  const bare = prefix.replaceAll(/^\/+|\/+$/g, '');
  return bare === '' ? '' : `${bare}/`;
}

function noSecret(): AppError {
  return new AppError(
    'sign_in_refused',
    'The password or secret key of the place of your backup is not kept here. Nothing was sent; enter it again.',
  );
}
