import type { Area } from '../area.ts';

export const commands: Area<'commands'> = {
  change: 'modifica',
};
