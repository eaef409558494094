import type { Area } from '../area.ts';

export const settings: Area<'settings'> = {
  title: 'Impostazioni',
};
