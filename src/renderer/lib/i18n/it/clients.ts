import type { Area } from '../area.ts';

export const clients: Area<'clients'> = {
  title: 'Clienti',
};
