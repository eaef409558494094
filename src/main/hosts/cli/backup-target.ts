import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { backupPlaceSchema, type BackupPlace } from '#shared/contracts/backup.ts';
import { AppError } from '#shared/errors.ts';

/** What `--target` leaves open. Nothing of it is secret. */
export type TargetOptions = {
  readonly target: string;
  readonly endpoint?: string;
  readonly region?: string;
  readonly accessKeyId?: string;
  readonly virtualHost?: boolean;
  /** Whose backup it is at an Adiuva server, where nobody is signed in yet. */
  readonly email?: string;
};

/**
 * A place for backups from what a person typed: `file:DIR`, `https://SERVER`, `s3://BUCKET[/PREFIX]` (with the
 * server, region and key id beside it) or `webdav://[USER@]SERVER/FOLDER`, which speaks https;
 * `webdav+http://` for a server on this machine or network that does not.
 */
export function parseTarget(options: TargetOptions): BackupPlace {
  const parsed = backupPlaceSchema.safeParse(readTarget(options));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unclear(issue === undefined ? '' : ` (${issue.path.join('.')}: ${issue.message})`);
}

function readTarget({ target, ...options }: TargetOptions): unknown {
  if (target.startsWith('file:')) return { kind: 'folder', path: folderOf(target) };
  const url = URL.canParse(target) ? new URL(target) : undefined;
  // A password here could be read by every program of the machine.
  if (url === undefined || url.password !== '' || url.search !== '' || url.hash !== '') throw unclear();
  switch (url.protocol) {
    case 'https:':
    case 'http:':
      return { kind: 'adiuva', url: bare(url.href) };
    case 'webdav:':
      return webdavPlace(target.replace(/^webdav:/, 'https:'));
    case 'webdav+http:':
      return webdavPlace(target.replace(/^webdav\+http:/, 'http:'));
    case 's3:':
      return s3Place(url, options);
    default:
      throw unclear();
  }
}

function folderOf(target: string): string {
  if (target.startsWith('file://')) {
    try {
      return fileURLToPath(target);
    } catch {
      throw unclear();
    }
  }
  const folder = target.slice('file:'.length);
  if (folder === '') throw unclear();
  return resolve(folder);
}

function webdavPlace(text: string): unknown {
  const url = new URL(text);
  const user = decodeURIComponent(url.username);
  url.username = '';
  return { kind: 'webdav', url: bare(url.href), user };
}

function s3Place(url: URL, { endpoint, region, accessKeyId, virtualHost }: Omit<TargetOptions, 'target'>) {
  if (accessKeyId === undefined) {
    throw new AppError(
      'invalid_input',
      'A bucket needs --access-key-id; the secret key beside it comes from --secret-file, ADIUVA_BACKUP_SECRET or a prompt. Nothing was changed.',
    );
  }
  return {
    kind: 's3',
    endpoint: endpoint ?? `https://s3.${region ?? 'us-east-1'}.amazonaws.com`,
    bucket: url.host,
    region,
    prefix: url.pathname.replaceAll(/^\/+|\/+$/g, ''),
    pathStyle: virtualHost !== true,
    accessKeyId,
  };
}

/** Whether a secret belongs to it; that of an Adiuva server is the account's. */
export function needsSecret(place: BackupPlace): boolean {
  return place.kind === 's3' || (place.kind === 'webdav' && place.user !== '');
}

/** What others of the vault see of this machine, where no name was given. */
export function deviceNameOf(given: string | undefined): string {
  return given ?? (hostname().slice(0, 100) || 'Computer');
}

function bare(address: string): string {
  return address.replace(/\/+$/, '');
}

function unclear(detail = ''): AppError {
  return new AppError(
    'invalid_input',
    `--target is not understood${detail}: file:DIR, https://SERVER, s3://BUCKET/PREFIX or webdav://USER@SERVER/FOLDER is expected, without a password. Nothing was changed.`,
  );
}
