import type { Area } from '../area.ts';

export const projects: Area<'projects'> = {
  title: 'Progetti',
};
