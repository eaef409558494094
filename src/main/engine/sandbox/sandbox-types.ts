import type { CallPayload, SandboxFailure, SandboxLimits } from '#shared/contracts/plugin-protocol.ts';

/** A call of the plugin: an action that it wants to be run. */
export type SandboxCall = CallPayload & { readonly action: string };

export type SandboxLogLine = {
  readonly level: 'info' | 'warn';
  readonly message: string;
  /** Parsed JSON, or null. */
  readonly fields: unknown;
};

export type SandboxRunInput = {
  /** Names the code: a worker that ran one key never runs another. Take name and content hash. */
  readonly pluginKey: string;
  /** A script as `bundlePlugin` makes it. */
  readonly code: string;
  /** What `ctx` is built from: see `PluginFacts` of the SDK. JSON. */
  readonly facts: unknown;
  readonly limits?: Partial<SandboxLimits>;
  /**
   * Answers a call. What it returns goes to the guest as JSON; an `AppError` goes there with its code and message,
   * any other error as `internal` without a word of it. `signal` is aborted when the run ends.
   */
  onCall(call: SandboxCall, signal: AbortSignal): Promise<unknown>;
  onLog?(line: SandboxLogLine): void;
  /** Ends the run as `cancelled`, a waiting one at once and a running one within a second. */
  readonly signal?: AbortSignal;
};

export type SandboxUse = {
  /** Time in which plugin code ran. */
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly calls: number;
  readonly droppedLogLines: number;
};

export type SandboxResult =
  | { readonly status: 'ok'; readonly value: unknown; readonly used: SandboxUse }
  | {
      readonly status: 'failed';
      readonly reason: SandboxFailure;
      /** For the person who looks at the run. May quote what the plugin said: not for the app's own log. */
      readonly message: string;
      readonly used: SandboxUse;
    };

export type SandboxStats = {
  readonly size: number;
  readonly workers: number;
  readonly busy: number;
  readonly queued: number;
  readonly runs: number;
  readonly failures: Readonly<Partial<Record<SandboxFailure, number>>>;
  readonly workersStarted: number;
  /** Workers that had to be ended from outside. */
  readonly workersTerminated: number;
};

/** Runs plugin code: untrusted, in an engine of its own inside a worker thread, with nothing but `onCall` to reach. */
export type Sandbox = {
  /** Never rejects for what the plugin does. Queued while all workers are busy. */
  run(input: SandboxRunInput): Promise<SandboxResult>;
  /** Workers at one time; takes effect as running ones end. */
  setSize(size: number): void;
  stats(): SandboxStats;
  /** Cancels what runs and waits, and ends the workers. */
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};
