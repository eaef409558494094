/** A row of the architecture table: who may reach what, and why. */
export type Zone = {
  readonly name: string;
  /** Globs from the root of the checkout. The first zone that matches a file has it. */
  readonly files: readonly string[];
  /** Zones that its files may import. */
  readonly zones: readonly string[];
  /** Zones of which it may import types and nothing that runs. */
  readonly types?: readonly string[];
  /** npm packages that its files may import, sub-paths included. */
  readonly packages: readonly string[];
  /** May it import what Node brings? */
  readonly node: boolean;
  /** May it open a connection or listen for one? */
  readonly network?: boolean;
  /** Folders under this one know nothing of each other. */
  readonly apart?: string;
  readonly why: string;
};

/** One file's way round one row. It must be in use, and say why it is right. */
export type Exception = { readonly file: string; readonly reaches: string; readonly why: string };

export type Architecture = {
  readonly zones: readonly Zone[];
  /** Domains in their one order: each may use those to its left, through their doors. */
  readonly domains: readonly string[];
  readonly exceptions: readonly Exception[];
};

export type Violation = {
  readonly file: string;
  readonly line: number;
  /** The row or rule that refuses it. */
  readonly rule: string;
  readonly message: string;
  readonly why: string;
};
