/** The language of the terminal's words. POSIX order: `LC_ALL`, `LC_TIME`, `LANG`. */
export function localeOf(env: Readonly<Record<string, string | undefined>>): 'en' | 'it' {
  const name = env['LC_ALL'] || env['LC_TIME'] || env['LANG'] || '';
  return /^it([_.@-]|$)/i.test(name) ? 'it' : 'en';
}
