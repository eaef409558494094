import { z } from 'zod';
import { BACKUP_RHYTHMS } from './choices.ts';
import { itemKindSchema, pageInput } from './common.ts';
import { unlockInputSchema } from './system.ts';

/** Twelve words, four of which are asked back. */
export const PHRASE_WORDS = 12;
export const WORDS_ASKED_BACK = 4;

const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((text) => !/^[^/]+\/\/[^/]*@/.test(text), {
    message: 'Name and password have fields of their own: an address is kept in the open.',
  });

/** Where a vault lies. Nothing secret is in it: passwords and keys go beside it, into the secret store. */
export const backupPlaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('folder'), path: z.string().min(1).max(4000) }),
  z.object({
    kind: z.literal('s3'),
    endpoint: webAddress,
    bucket: z.string().min(1).max(255),
    region: z.string().min(1).max(60).default('us-east-1'),
    prefix: z.string().max(500).default(''),
    /** `https://endpoint/bucket/…` instead of `https://bucket.endpoint/…`. */
    pathStyle: z.boolean().default(true),
    accessKeyId: z.string().min(1).max(255),
  }),
  z.object({ kind: z.literal('webdav'), url: webAddress, user: z.string().max(255).default('') }),
  /** An Adiuva endpoint; who signs in there is decided in the settings of the account. */
  z.object({ kind: z.literal('adiuva'), url: webAddress }),
]);
export type BackupPlace = z.infer<typeof backupPlaceSchema>;
export type BackupPlaceKind = BackupPlace['kind'];

/** The secret access key of S3, or the password of WebDAV. */
export const placeSecretSchema = z.string().min(1).max(4000);

export const tryPlaceInputSchema = z.object({
  place: backupPlaceSchema,
  secret: placeSecretSchema.optional(),
});

/** What lies at a place: nothing yet, or a vault that a phrase may open. */
export type FoundAtPlace =
  | { readonly found: 'empty' }
  | { readonly found: 'vault'; readonly vaultId: string; readonly createdAt: number };

/** The words of a new phrase, told here once, and the places (from 0) of those that are asked back. */
export type NewPhrase = { readonly phrase: string; readonly confirmIndexes: readonly number[] };

const phraseText = z.string().min(1).max(1000);

export const setUpBackupInputSchema = z.object({
  place: backupPlaceSchema,
  secret: placeSecretSchema.optional(),
  deviceName: z.string().trim().min(1).max(100),
  phrase: z.discriminatedUnion('kind', [
    /** The one of `newPhrase`; the words asked back prove that it was written down. */
    z.object({
      kind: z.literal('new'),
      words: z
        .array(
          z.object({
            index: z
              .int()
              .min(0)
              .max(PHRASE_WORDS - 1),
            word: z.string().max(40),
          }),
        )
        .length(WORDS_ASKED_BACK),
    }),
    /** That of the vault which is already there, or of this workspace. */
    z.object({ kind: z.literal('typed'), phrase: phraseText }),
  ]),
  /** Opens this folder's keys, so that the words become its recovery phrase too. Left out, they do not. */
  current: unlockInputSchema.optional(),
});
export type SetUpBackupInput = z.infer<typeof setUpBackupInputSchema>;

/** How many are kept: the newest, and the last of each day, week and month. Not all may be 0. */
export const retentionSchema = z
  .object({
    keepLast: z.int().min(0).max(1000),
    keepDaily: z.int().min(0).max(1000),
    keepWeekly: z.int().min(0).max(1000),
    keepMonthly: z.int().min(0).max(1000),
  })
  .refine((policy) => Object.values(policy).some((count) => count > 0), {
    message: 'These rules would keep no backup at all. Keep at least one.',
  });
export type Retention = z.infer<typeof retentionSchema>;

export const backupSettingsSchema = z.object({
  rhythm: z.enum(BACKUP_RHYTHMS),
  /** For daily and weekly ones, `HH:MM`. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  retention: retentionSchema,
  /** Bytes a second; null for as fast as it goes. */
  maxBytesPerSecond: z.int().min(1024).nullable(),
  /** Waits while the connection is said to be metered. */
  pausesWhenMetered: z.boolean(),
  /** Before a restore, an import, a change of the store's form, and a deletion of much. */
  beforeRiskyThings: z.boolean(),
  /** A restore drill: by a sample each day, whole each month. */
  drills: z.boolean(),
});
export type BackupSettings = z.infer<typeof backupSettingsSchema>;

export const RUN_KINDS = ['backup', 'verify', 'drill', 'prune', 'restore', 'rotate'] as const;
export type BackupRunKind = (typeof RUN_KINDS)[number];

/** What became of one piece of work on the vault. */
export type BackupRun = {
  readonly id: string;
  readonly kind: BackupRunKind;
  readonly jobId: string | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly outcome: 'running' | 'done' | 'failed' | 'cancelled';
  readonly error: { readonly code: string; readonly message: string } | null;
  /** Sent by a backup, read by the others. */
  readonly bytes: number;
  /** Bounded plain figures, e.g. `pagesNew`, `objectsChecked`, `tablesEqual`, `searchesEqual`, `objectsRemoved`. */
  readonly figures: Readonly<Record<string, number>>;
  /** Of a drill or check of a part: which share of the bytes was read, 0 to 1; 1 is all. */
  readonly share: number;
  /** Names of what was found damaged, at most 100. */
  readonly damaged: readonly string[];
};

export type BackupState =
  | 'not_set_up'
  | 'up_to_date'
  | 'due'
  | 'running'
  | 'paused'
  | 'waiting'
  /** Does not go on by itself: `trouble` says why and what to do. */
  | 'needs_you';

/** One look at everything: the status corner and the head of the page. */
export type BackupStatus = {
  readonly state: BackupState;
  readonly place: BackupPlace | null;
  /** The place in a line, for people. */
  readonly placeLabel: string | null;
  readonly vaultId: string | null;
  readonly deviceId: string | null;
  readonly deviceName: string | null;
  readonly running: {
    readonly kind: BackupRunKind;
    readonly jobId: string;
    readonly doneBytes: number;
    /** Null while it is not known. */
    readonly totalBytes: number | null;
    readonly bytesPerSecond: number | null;
    readonly secondsLeft: number | null;
  } | null;
  readonly lastBackup: BackupRun | null;
  readonly nextBackupAt: number | null;
  /** The last whole drill that succeeded: the date on which a restore was last proven. */
  readonly lastDrill: BackupRun | null;
  readonly lastVerify: BackupRun | null;
  readonly trouble: { readonly code: string; readonly message: string } | null;
  /** Whether the connection is metered, as the page or the system told last; null where nobody can know. */
  readonly isMetered: boolean | null;
  /**
   * Whether the words of the vault are the recovery phrase of this workspace too, so that there is one phrase to keep.
   * Where not, `backup.usePhraseHere` makes them so.
   */
  readonly phraseOpensWorkspace: boolean;
  /** New words and keys that were begun and do not count yet, because the job that sends everything anew has ended. */
  readonly leftKeys: { readonly jobId: string; readonly message: string | null } | null;
  /** The former store of a restore that can still be put back. */
  readonly canPutBack: { readonly file: string; readonly until: number } | null;
};

/** One point in time that can be restored. */
export type BackupPoint = {
  readonly sequence: number;
  readonly id: string;
  readonly createdAt: number;
  readonly device: { readonly id: string; readonly name: string };
  readonly isThisDevice: boolean;
  readonly sizeBytes: number;
  readonly addedBytes: number;
  /** How many there are of each noun: `tasks`, `notes`, … */
  readonly counts: Readonly<Record<string, number>>;
};

/** Opens this folder's own store, whose key the restored one is encrypted with: where a keychain holds it, that. */
export const restoreInputSchema = z.object({ sequence: z.int().positive(), current: unlockInputSchema });
export const putBackInputSchema = z.object({ current: unlockInputSchema });

export const pointInputSchema = z.object({ sequence: z.int().positive() });

/** What a restore of the whole store would change, by noun. */
export type RestorePreview = {
  readonly point: BackupPoint;
  readonly nouns: readonly {
    /** Named as in `BackupPoint.counts`. */
    readonly kind: string;
    readonly now: number;
    readonly then: number;
    /** Here and not there: would be gone. */
    readonly gone: number;
    /** There and not here: would come back. */
    readonly back: number;
    /** On both sides and not the same. */
    readonly changed: number;
  }[];
};

export const listItemsInputSchema = z.object({
  ...pointInputSchema.shape,
  kind: itemKindSchema,
  query: z.string().max(200).default(''),
  ...pageInput,
});

/** A single item as it was, beside what it is now. */
export type BackedUpItem = {
  readonly kind: z.infer<typeof itemKindSchema>;
  readonly id: string;
  readonly title: string;
  readonly updatedAt: number;
  readonly now: 'same' | 'changed' | 'deleted' | 'gone';
};

export const restoreItemsInputSchema = z.object({
  ...pointInputSchema.shape,
  items: z
    .array(z.object({ kind: itemKindSchema, id: z.uuid() }))
    .min(1)
    .max(500),
});

/** What came back; `alsoRestored` counts what the items belong to and was gone. */
export type RestoredItems = {
  readonly restored: number;
  readonly alsoRestored: number;
  /** To undo it by; null where all was as it was then. */
  readonly changeSetId: number | null;
};

export const verifyInputSchema = z.object({
  readData: z.boolean().default(false),
  /** Share of the data to read, above 0 up to 1. */
  sample: z.number().gt(0).max(1).default(1),
});

export const drillInputSchema = z.object({ isWhole: z.boolean().default(true) });

export const changePhraseInputSchema = z.object({
  /** The words of `newPhrase` that are asked back. */
  words: setUpBackupInputSchema.shape.phrase.options[0].shape.words,
  /** Others may know the former phrase: a new master key, and everything is sent again. */
  isLeaked: z.boolean().default(false),
  /** As at set-up: the new words also become the recovery phrase of this workspace. */
  current: unlockInputSchema.optional(),
});
export type ChangePhraseInput = z.infer<typeof changePhraseInputSchema>;

/** `jobId` is the job that sends everything anew, after which the new words count; null where they count already. */
export type ChangedPhrase = BackupStatus & { readonly jobId: string | null };

/** The phrase of the vault becomes the recovery phrase of this workspace too. */
export const usePhraseHereInputSchema = z.object({ phrase: phraseText, current: unlockInputSchema });

/** Told by whoever can know: a page by `navigator.connection`, a desktop by its network service. */
export const connectionInputSchema = z.object({ isMetered: z.boolean().nullable() });

/** Rules to look at before they are saved; left out, the ones that are in force. */
export const previewPruneInputSchema = z.object({ retention: retentionSchema.optional() }).optional();

/**
 * Another password or secret key of the place, proven by reading with it. `name` is the user of WebDAV or the access
 * key of S3, where that changed as well.
 */
export const changeAccessInputSchema = z.object({
  name: z.string().trim().max(255).optional(),
  secret: placeSecretSchema,
});
export type ChangeAccessInput = z.infer<typeof changeAccessInputSchema>;

/** The words as they are now, after another device changed them: `store_wrong_key` asks for them. */
export const reenterInputSchema = z.object({ phrase: phraseText });

/** A device that has backed up to this vault. */
export type BackupDevice = {
  readonly id: string;
  readonly name: string;
  readonly isThisDevice: boolean;
  readonly lastBackupAt: number;
  readonly backups: number;
};

/** The printable page: a PDF, base64. The phrase is on it only where it was given. */
export const kitInputSchema = z.object({
  phrase: phraseText.optional(),
  language: z.enum(['en', 'it']).default('en'),
});
export type RecoveryKit = { readonly fileName: string; readonly pdfBase64: string };

/** Looks into a vault before there is a workspace: a new device. */
export const openVaultInputSchema = z.object({
  place: backupPlaceSchema,
  secret: placeSecretSchema.optional(),
  /** At an Adiuva endpoint: whose backup it is. The restored workspace is signed in there as well. */
  account: z.object({ email: z.email().max(254), password: z.string().min(1).max(200) }).optional(),
  phrase: phraseText,
});

/** What a phrase opened, and what can be restored from it, newest first. */
export type OpenedVault = {
  readonly vaultId: string;
  readonly createdAt: number;
  readonly points: readonly BackupPoint[];
};

export const restoreHereInputSchema = z.object({
  ...openVaultInputSchema.shape,
  sequence: z.int().positive(),
  deviceName: z.string().trim().min(1).max(100),
  passphrase: z.string().min(8).max(1024).optional(),
  useKeychain: z.boolean().default(true),
});

export const RESTORE_STEPS = ['reading', 'checking', 'opening', 'done'] as const;
export type RestoreProgress = {
  readonly step: (typeof RESTORE_STEPS)[number];
  readonly doneBytes: number;
  readonly totalBytes: number;
};

export const backupRunsInputSchema = z.object({ ...pageInput, kind: z.enum(RUN_KINDS).optional() });
