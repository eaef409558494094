import type { Catalogue } from '../area.ts';
import { first } from './first.ts';
import { rest } from './rest.ts';

export const it: Catalogue = { ...first, ...rest };
