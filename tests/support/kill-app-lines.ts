/** What the app is to do when it is killed at it. */
export type KillAppPlan = {
  readonly work: 'restore' | 'rotate';
  readonly dataDir: string;
  readonly passphrase: string;
  /** Which change to a file system is the last, counted from 1 once the work has begun; 0 for none. */
  readonly crashAt: number;
  readonly side: 'before' | 'after';
};

export type KillAppLine =
  /** Of a restore: the workspace gives way. Of new keys: the job is written down. */
  | { readonly event: 'begun'; readonly phrase?: string; readonly jobId?: string }
  | { readonly event: 'done'; readonly changes: number };
