import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

/**
 * Where the workspace lies when nobody says otherwise: `ADIUVA_DATA_DIR`, else the platform's place for an
 * application's data (XDG Base Directory on Linux, Application Support on macOS, AppData on Windows).
 */
export function defaultDataDir(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform = process.platform,
): string {
  const chosen = env['ADIUVA_DATA_DIR'];
  if (chosen !== undefined && chosen !== '') return resolve(chosen);
  const home = env['HOME'] ?? homedir();
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Adiuva');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Adiuva');
  const xdg = env['XDG_DATA_HOME'];
  // The specification has relative paths ignored.
  return join(xdg !== undefined && isAbsolute(xdg) ? xdg : join(home, '.local', 'share'), 'adiuva');
}
