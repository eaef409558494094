import type { SharedFile } from '#main/db/pages/index.ts';
import type { PackEntry, VaultKeys } from '#main/engine/vault/format/index.ts';
import type { ErrorCode, ErrorDetails } from '#shared/errors.ts';
import type { BackedUpPages, LiveChunk, RestoreOptions, SealedPack } from './pipeline-types.ts';

/**
 * What crosses the border to the vault's thread. A thread does one job: its first message says which. Bytes of packs
 * are transferred, never copied.
 */
export type VaultOrder =
  | { readonly do: 'backup'; readonly job: BackupJob }
  /** The consumer took a pack: one more may be sent. */
  | { readonly do: 'more' }
  | { readonly do: 'restore'; readonly job: RestoreJob }
  | { readonly do: 'take'; readonly id: number; readonly part: PackBytes }
  | { readonly do: 'finish'; readonly id: number; readonly isLast: boolean }
  | { readonly do: 'repack'; readonly keys: VaultKeys }
  /** Without a part the packs are to be finished. */
  | {
      readonly do: 'keep';
      readonly id: number;
      readonly part: PackBytes | null;
      readonly live: readonly LiveChunk[];
    }
  | { readonly do: 'describe'; readonly id: number; readonly packId: string; readonly bytes: Uint8Array };

export type BackupJob = {
  readonly fd: number;
  readonly pageCount: number;
  readonly storeKey: Uint8Array;
  readonly keys: VaultKeys;
  readonly known: readonly PackEntry[];
  readonly pageMarks: Uint8Array | null;
  readonly roots: readonly number[];
  /** Packs that may be sent before the first `more`. */
  readonly ahead: number;
};

export type RestoreJob = Pick<RestoreOptions, 'keys' | 'manifest'> & {
  /** A file that is there and empty. */
  readonly target: (NonNullable<RestoreOptions['target']> & { readonly shared: SharedFile }) | null;
  /** A byte for each chunk of the manifest, in memory that all threads of the restore share. */
  readonly done: Uint8Array;
};

export type PackBytes = {
  readonly pack: PackEntry;
  readonly offsetBytes: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
};

export type VaultAnswer =
  | { readonly kind: 'pack'; readonly pack: SealedPack }
  | { readonly kind: 'backed-up'; readonly pages: BackedUpPages }
  | { readonly kind: 'packs'; readonly id: number; readonly packs: readonly SealedPack[] }
  | { readonly kind: 'described'; readonly id: number; readonly entry: PackEntry }
  | { readonly kind: 'done'; readonly id: number; readonly pageCount: number; readonly sizeBytes: number }
  /** Without an id the whole job has failed. */
  | { readonly kind: 'failure'; readonly id: number | null; readonly failure: VaultFailure };

export type VaultFailure = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
};
