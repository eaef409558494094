import type { Area } from '../area.ts';

export const onboarding: Area<'onboarding'> = {
  title: 'Benvenuto',
};
