import type { Area } from '../area.ts';

export const search: Area<'search'> = {
  title: 'Cerca',
};
