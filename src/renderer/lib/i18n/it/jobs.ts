import type { Area } from '../area.ts';

export const jobs: Area<'jobs'> = {
  title: 'Registro',
};
