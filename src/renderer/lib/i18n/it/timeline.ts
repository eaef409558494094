import type { Area } from '../area.ts';

export const timeline: Area<'timeline'> = {
  title: 'Timeline',
};
