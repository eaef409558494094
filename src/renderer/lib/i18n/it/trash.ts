import type { Area } from '../area.ts';

export const trash: Area<'trash'> = {
  title: 'Cestino',
};
