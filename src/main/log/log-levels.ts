export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One logger per subsystem, so that a noisy one can be turned up alone. */
export const SUBSYSTEMS = [
  'app',
  'api',
  'sql',
  'store',
  'jobs',
  'search',
  'import',
  'web',
  'control',
  'electron',
  'cli',
] as const;
export type Subsystem = (typeof SUBSYSTEMS)[number];

export type LevelChoice = {
  readonly general: LogLevel;
  readonly bySubsystem: ReadonlyMap<Subsystem, LogLevel>;
};

/**
 * Reads `ADIUVA_LOG`: a level for everything, or `subsystem=level` pairs, separated by commas, e.g.
 * `warn,sql=debug`. What can't be read is left out: a typing mistake must not stop the app.
 */
export function parseLevels(text: string | undefined, fallback: LogLevel): LevelChoice {
  let general = fallback;
  const bySubsystem = new Map<Subsystem, LogLevel>();
  for (const part of (text ?? '').split(',')) {
    const [left = '', right] = part.trim().toLowerCase().split('=');
    const level = LOG_LEVELS.find((known) => known === (right ?? left));
    const subsystem = SUBSYSTEMS.find((known) => known === left);
    if (level === undefined) continue;
    if (right === undefined) general = level;
    else if (subsystem !== undefined) bySubsystem.set(subsystem, level);
  }
  return { general, bySubsystem };
}

export function isEnabled(choice: LevelChoice, subsystem: Subsystem, level: LogLevel): boolean {
  const wanted = choice.bySubsystem.get(subsystem) ?? choice.general;
  return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(wanted);
}
