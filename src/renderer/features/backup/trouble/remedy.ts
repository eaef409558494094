import type { BackupStatus } from '#shared/contracts/backup.ts';

export type Remedy = 'words' | 'list' | 'access' | 'signIn';

/** What a person can do about a trouble, beside trying again. */
export function remedyFor({ trouble, place }: BackupStatus): Remedy | undefined {
  switch (trouble?.code) {
    case 'store_wrong_key':
      return 'words';
    case 'backup_rolled_back':
    case 'backup_forked':
      return 'list';
    case 'sign_in_refused':
      if (place?.kind === 'adiuva') return 'signIn';
      return place?.kind === 's3' || place?.kind === 'webdav' ? 'access' : undefined;
    default:
      return undefined;
  }
}
