import type { Area } from '../area.ts';

export const checkpoints: Area<'checkpoints'> = {
  title: 'Traguardi',
};
