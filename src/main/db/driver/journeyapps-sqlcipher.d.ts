/** The part of the optional package that the driver uses; declared here so that types hold without it. */
declare module '@journeyapps/sqlcipher' {
  type Failure = Error & { readonly code?: string };
  type Value = string | number | Buffer | null;

  export type SqlcipherStatement = {
    all(
      params: readonly Value[],
      done: (error: Failure | null, rows: Record<string, Value>[]) => void,
    ): unknown;
    run(
      params: readonly Value[],
      done: (this: { readonly changes: number }, error: Failure | null) => void,
    ): unknown;
    finalize(done: () => void): unknown;
  };

  export type SqlcipherDatabase = {
    prepare(sql: string, done: (error: Failure | null) => void): SqlcipherStatement;
    exec(sql: string, done: (error: Failure | null) => void): unknown;
    close(done: (error: Failure | null) => void): void;
    configure(option: 'busyTimeout', milliseconds: number): void;
  };

  const library: {
    readonly OPEN_READONLY: number;
    readonly OPEN_READWRITE: number;
    readonly OPEN_CREATE: number;
    readonly Database: new (
      path: string,
      mode: number,
      done: (error: Failure | null) => void,
    ) => SqlcipherDatabase;
  };
  export default library;
}
