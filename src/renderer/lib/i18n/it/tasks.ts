import type { Area } from '../area.ts';

export const tasks: Area<'tasks'> = {
  title: 'Attività',
};
