import { findDeepLink } from './deep-link.ts';

export type HostArguments = {
  readonly dataDir: string | undefined;
  /** The app's path that a link among the arguments stands for. */
  readonly path: string | undefined;
  /** Started with the session: no window until somebody asks for one. */
  readonly isHidden: boolean;
};

/** `--data-dir DIR` or `--data-dir=DIR`, `--hidden`, and a deep link. Chromium's own switches are left alone. */
export function parseHostArguments(argv: readonly string[]): HostArguments {
  const index = argv.indexOf('--data-dir');
  const joined = argv.find((argument) => argument.startsWith('--data-dir='));
  const dataDir = index === -1 ? joined?.slice('--data-dir='.length) : argv[index + 1];
  return {
    dataDir: dataDir === '' ? undefined : dataDir,
    path: findDeepLink(argv),
    isHidden: argv.includes('--hidden'),
  };
}
