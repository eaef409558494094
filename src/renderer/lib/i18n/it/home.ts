import type { Area } from '../area.ts';

export const home: Area<'home'> = {
  title: 'Home',
};
