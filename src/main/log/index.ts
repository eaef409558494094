import { join } from 'node:path';
import { currentCorrelation } from './correlation.ts';
import { createFileSink, type LogSink } from './log-file.ts';
import { createRedactor, type LogFields } from './log-fields.ts';
import { isEnabled, parseLevels, type LogLevel, type Subsystem } from './log-levels.ts';

export { withCorrelation } from './correlation.ts';
export { createProcedureLog, type ProcedureLog } from './procedure-log.ts';
export { withSqlLog } from './sql-log.ts';
export type { LogLevel, Subsystem } from './log-levels.ts';

/** Only a literal passes: a message put together at run time could carry what a person wrote. */
type Constant<Text extends string> = {} extends Record<Text, 1> ? never : Text;

type Write = <const Text extends string>(
  message: Constant<Text>,
  fields?: LogFields,
  error?: unknown,
) => void;

/**
 * A subsystem's log. Messages are constants; what varies goes into fields, and only numbers, booleans, ids and
 * the program's own words are written there (any other string becomes its length). Of
 * `error`, any caught value, the name, code and places are written, never the message. Never throws.
 */
export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
  /** For work that only a log line would need, e.g. timing. */
  isEnabled(level: LogLevel): boolean;
};

export type Logs = {
  for(subsystem: Subsystem): Log;
  /** Words of the program that may be written as they are: procedure paths, job types. */
  learn(words: Iterable<string>): void;
  flush(): Promise<void>;
  close(): Promise<void>;
  readonly [Symbol.asyncDispose]: () => Promise<void>;
};

export type LogsOptions = {
  /** Logs go to `<dataDir>/logs`. */
  readonly dataDir: string;
  /** The text of `ADIUVA_LOG`; see `parseLevels`. */
  readonly levels?: string | undefined;
  /** What counts where `levels` says nothing; `info`. */
  readonly defaultLevel?: LogLevel;
  /** In place of the rotated files. */
  readonly sink?: LogSink;
};

/** Loggers per subsystem over one set of rotated files. Opens nothing before the first line that is due. */
export function createLogs(options: LogsOptions): Logs {
  const choice = parseLevels(options.levels, options.defaultLevel ?? 'info');
  const sink = options.sink ?? createFileSink(join(options.dataDir, 'logs'));
  const redactor = createRedactor();
  const made = new Map<Subsystem, Log>();

  const make = (subsystem: Subsystem): Log => {
    const at =
      (level: Exclude<LogLevel, 'silent'>) =>
      (message: string, fields: LogFields = {}, error?: unknown): void => {
        if (!isEnabled(choice, subsystem, level)) return;
        const correlation = currentCorrelation();
        const place = correlation && { request: correlation.id, procedure: correlation.procedure };
        const note = error === undefined ? undefined : { error: redactor.describe(error) };
        sink.write({
          level,
          message,
          fields: { subsystem, ...redactor.redact({ ...place, ...fields }), ...note },
        });
      };
    return {
      debug: at('debug'),
      info: at('info'),
      warn: at('warn'),
      error: at('error'),
      isEnabled: (level) => isEnabled(choice, subsystem, level),
    };
  };
  const close = (): Promise<void> => sink.close();
  return {
    for(subsystem) {
      const log = made.get(subsystem) ?? make(subsystem);
      made.set(subsystem, log);
      return log;
    },
    learn: redactor.learn,
    flush: sink.flush,
    close,
    [Symbol.asyncDispose]: close,
  };
}
