/** The part of the library that the worker uses: its own types are out of reach behind its `exports` map. */
declare module 'better-sqlite3-multiple-ciphers' {
  export type BoundValue = string | number | bigint | Uint8Array | null;
  export type RawRow = readonly BoundValue[];

  export type PreparedStatement = {
    readonly reader: boolean;
    readonly readonly: boolean;
    run(...params: BoundValue[]): { readonly changes: number };
    all(...params: BoundValue[]): RawRow[];
    get(...params: BoundValue[]): RawRow | undefined;
    raw(enabled: boolean): PreparedStatement;
    /** Whole numbers as BigInt: times in microseconds are beyond what a number holds exactly. */
    safeIntegers(enabled: boolean): PreparedStatement;
  };

  export type DatabaseOptions = {
    readonly readonly?: boolean;
    readonly fileMustExist?: boolean;
    readonly timeout?: number;
  };

  export default class Database {
    constructor(path: string, options?: DatabaseOptions);
    prepare(sql: string): PreparedStatement;
    exec(sql: string): this;
    pragma(text: string): unknown;
    key(key: Buffer): number;
    close(): this;
  }
}
