import { z } from 'zod';

export const SLOT_KINDS = ['keychain', 'safe-storage', 'passphrase', 'recovery'] as const;
export type SlotKind = (typeof SLOT_KINDS)[number];

/** Where the app stands before and after the store opens; the renderer's gate shows one screen per state. */
export type SystemStatus =
  | { readonly state: 'absent'; readonly keychainAvailable: boolean; readonly plaintextFound: boolean }
  | {
      readonly state: 'locked';
      readonly slots: readonly SlotKind[];
      readonly reason: string | null;
      /** For a moment, while another store takes the place of this one; it opens by itself. */
      readonly isExchanging?: boolean;
    }
  | {
      readonly state: 'ready';
      readonly warnings: readonly SystemWarning[];
      /** What of the first start is still to be done: the recovery words, then the choice of how to begin. */
      readonly onboarding: 'recovery' | 'start' | 'done';
    }
  | { readonly state: 'corrupt'; readonly detail: string; readonly canSalvage: boolean }
  | { readonly state: 'too_new'; readonly storeSchema: number; readonly appSchema: number }
  | { readonly state: 'in_use'; readonly pid: number }
  | { readonly state: 'read_only'; readonly detail: string }
  | { readonly state: 'disk_full'; readonly detail: string };

export type SystemWarning =
  | { readonly kind: 'rolled_back'; readonly expectedSeq: number; readonly foundSeq: number }
  | { readonly kind: 'few_key_slots'; readonly slots: readonly SlotKind[] }
  | { readonly kind: 'unclean_recovery'; readonly detail: string };

export const setupInputSchema = z.object({
  /** Required when no keychain can hold the key; at least 8 characters. */
  passphrase: z.string().min(8).max(1024).optional(),
  useKeychain: z.boolean().default(true),
});

/** The twelve words are shown once; the set-up is complete when `confirmRecovery` got them back. */
export type SetupResult = { readonly recoveryPhrase: string; readonly confirmIndexes: readonly number[] };

export const unlockInputSchema = z.union([
  z.object({ passphrase: z.string().min(1).max(1024) }),
  z.object({ recoveryPhrase: z.string().min(1).max(1024) }),
  z.object({ keychain: z.literal(true) }),
]);

export type Unlock = z.infer<typeof unlockInputSchema>;

export type DoctorReport = {
  readonly appVersion: string;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly driver: string;
  readonly sqliteVersion: string;
  readonly cipher: string;
  readonly dataDir: string;
  readonly storeBytes: number;
  readonly freeBytes: number;
  readonly schemaVersion: number;
  readonly integrity: { readonly ok: boolean; readonly problems: readonly string[] };
  readonly searchIndex: { readonly indexedSeq: number; readonly lastSeq: number; readonly documents: number };
  readonly keySlots: readonly { readonly kind: SlotKind; readonly createdAt: number }[];
  readonly counts: Readonly<Record<string, number>>;
};
