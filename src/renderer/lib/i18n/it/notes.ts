import type { Area } from '../area.ts';

export const notes: Area<'notes'> = {
  title: 'Note',
};
