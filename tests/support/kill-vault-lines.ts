/** What a process is to do that is killed at it. */
export type KillVaultPlan = {
  readonly work: 'create' | 'prune' | 'restore' | 'rotate';
  readonly targetFolder: string;
  readonly stateFolder: string;
  readonly dataFolder: string;
  /** Hex. */
  readonly masterKey: string;
  readonly storeKey: string;
  /** How far the target's clock has gone on. */
  readonly laterMs: number;
  /** Which change to a file system is the last, counted from 1 once all is open; 0 for none. */
  readonly crashAt: number;
  readonly side: 'before' | 'after';
  /** Every so-many-th row gets other content before a backup. */
  readonly touchNth: number;
  /** The generation to turn to, base64 and hex: for `rotate`. */
  readonly next?: { readonly header: string; readonly masterKey: string };
};

export type KillVaultLine =
  | { readonly event: 'begun' }
  | { readonly event: 'listed'; readonly manifestId: string }
  | { readonly event: 'pruned'; readonly repackedPacks: number }
  | { readonly event: 'done'; readonly changes: number };
