/**
 * What a vault holds, as plain data: all of it can be posted to a worker. Ids are 32 lower-case hex digits (16 bytes);
 * hashes are SHA-256 as 64. docs/backup/format.md has the bytes.
 */

/** Where randomness comes from. Tests give a fixed one; everything else `node:crypto`. */
export type RandomBytes = (size: number) => Uint8Array;

/** The subkeys of one generation of one vault, each of 32 bytes. Whoever has them reads every backup. */
export type VaultKeys = {
  readonly vaultId: string;
  readonly generation: number;
  readonly pack: Uint8Array;
  readonly index: Uint8Array;
  readonly manifest: Uint8Array;
  readonly head: Uint8Array;
  readonly doomed: Uint8Array;
  readonly chunkId: Uint8Array;
  readonly pageId: Uint8Array;
};

/** What sealing needs. */
export type Sealing = { readonly keys: VaultKeys; readonly random: RandomBytes };

/** The kinds of sealed objects, as their folders are called; the head lies by itself. */
export type SealedType = 'pack' | 'index' | 'manifest' | 'head' | 'doomed';

export type VaultKdf = {
  readonly name: 'argon2id';
  readonly memoryKiB: number;
  readonly passes: number;
  readonly lanes: number;
  /** Base64, 16 bytes. */
  readonly salt: string;
};

/** `vault.json`: the only object that is not sealed, for it says how the master key is had from the phrase. */
export type VaultHeader = {
  readonly format: 'adiuva-vault';
  readonly version: 1;
  readonly vaultId: string;
  /** Counts up with each new master key; objects of generation n lie under `g<n>/`. */
  readonly generation: number;
  readonly createdAtMs: number;
  readonly kdf: VaultKdf;
  /** Base64 of 32 bytes made from the key that the phrase gives: a wrong phrase is told from a damaged header. */
  readonly keyCheck: string;
  /** Base64 of 32 bytes made from the master key: a remembered master key is known to belong here. */
  readonly masterCheck: string;
  /** Base64 each: AES-256-GCM of the master key, bound to all fields above. */
  readonly wrappedKey: { readonly nonce: string; readonly ciphertext: string; readonly tag: string };
  /** SHA-256, hex, of the canonical JSON of all fields above: tells damage from a wrong phrase, and protects nothing. */
  readonly digest: string;
};

/** A header and what the phrase made of it. `masterKey` is for the secret store and for rotation. */
export type UnlockedVault = {
  readonly header: VaultHeader;
  readonly masterKey: Uint8Array;
  readonly keys: VaultKeys;
};

/** Where a chunk lies in its pack. A range read of `lengthBytes` from `offsetBytes` is all that opening it takes. */
export type ChunkEntry = {
  readonly chunkId: string;
  readonly offsetBytes: number;
  readonly lengthBytes: number;
  readonly pageCount: number;
  /** The keyed ids of its pages in their order, 16 bytes each. */
  readonly pageIds: Uint8Array;
};

/** A pack as an index knows it. The place of a chunk in `chunks` is the number of its frame. */
export type PackEntry = {
  readonly packId: string;
  /** Hex, 32 bytes: the pack's session salt, so that one chunk can be opened without the pack's beginning. */
  readonly salt: string;
  readonly sizeBytes: number;
  /** SHA-256 of the whole object, hex. */
  readonly hash: string;
  readonly chunks: readonly ChunkEntry[];
};

/** `g<n>/indexes/<id>`: which chunks and pages lie where, for the packs of one backup. */
export type PackIndex = { readonly packs: readonly PackEntry[] };

/**
 * For each page of the store, first page first: the number of its chunk in the manifest's `chunks`, -1 where the page
 * is all zero, and its place in that chunk.
 */
export type PageMap = { readonly chunkOf: Int32Array; readonly placeOf: Uint16Array };

export type Manifest = {
  /** Counts backups in the vault, from 1. */
  readonly sequence: number;
  readonly device: { readonly id: string; readonly name: string };
  readonly createdAtMs: number;
  readonly appVersion: string;
  /** The store's schema: the number of migrations it has. */
  readonly storeSchema: number;
  readonly storeId: string;
  readonly pageSizeBytes: number;
  readonly pageCount: number;
  readonly rowCounts: Readonly<Record<string, number>>;
  /** Every index that names a chunk of this backup, and every pack that holds one. */
  readonly indexIds: readonly string[];
  readonly packIds: readonly string[];
  /** SHA-256 of the sealed manifest that this one follows, or null for the first of its chain. */
  readonly formerHash: string | null;
  readonly chunks: readonly string[];
  readonly pages: PageMap;
};

/** A backup as the list shows it. */
export type BackupEntry = {
  readonly sequence: number;
  readonly manifestId: string;
  /** SHA-256 of the sealed manifest. */
  readonly manifestHash: string;
  readonly createdAtMs: number;
  readonly device: { readonly id: string; readonly name: string };
  readonly pageCount: number;
  readonly rowCounts: Readonly<Record<string, number>>;
  /** Bytes that this backup put on the target, and bytes of the store it stands for. */
  readonly addedBytes: number;
  readonly wholeBytes: number;
};

/** `g<n>/head`: the catalogue. A backup that is not in it does not exist. */
export type Head = {
  /** One more with each change. */
  readonly sequence: number;
  /** SHA-256 of the sealed head before this one, or null for the first of a generation. */
  readonly formerHash: string | null;
  readonly writtenAtMs: number;
  readonly deviceId: string;
  /** The highest number that a backup of this generation was ever given, listed or not; 0 before the first. */
  readonly lastBackup: number;
  /** Live backups, oldest first. */
  readonly backups: readonly BackupEntry[];
};

/** What a client remembers of the newest head that it has seen. */
export type SeenHead = { readonly generation: number; readonly sequence: number; readonly hash: string };

/** `g<n>/doomed/<id>`: names that no live manifest needs, to be deleted a day later by the target's clock. */
export type Doomed = {
  readonly createdAtMs: number;
  readonly headSequence: number;
  readonly names: readonly string[];
};

/** A sealed object, ready to be put. `hash` is the SHA-256 of `bytes`, hex. */
export type SealedObject = { readonly id: string; readonly bytes: Uint8Array; readonly hash: string };
