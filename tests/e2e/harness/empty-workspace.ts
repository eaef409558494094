import { makeWorkspace, type OwnWorkspace } from './workspace.ts';

export { PASSPHRASE } from './ready-folders.ts';
export { goTo } from './workspace.ts';
export type EmptyWorkspace = OwnWorkspace;

/** A folder of its own with nothing in it but a passphrase, past the first start. */
export const makeEmptyWorkspace = (): Promise<OwnWorkspace> =>
  makeWorkspace('empty', { reducedMotion: 'reduce' });
