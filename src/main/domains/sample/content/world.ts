import type { SampleWorld } from '../sample-content.ts';
import { bellarosa } from './bellarosa.ts';
import { harrowFinch } from './harrow-finch.ts';
import { marchetti } from './marchetti.ts';
import { museo } from './museo.ts';
import { nordlicht } from './nordlicht.ts';
import { ownNotes, ownTasks } from './own-desk.ts';
import { tidewater } from './tidewater.ts';

/** Giulia Ferrante, designer and developer in Bologna: her clients, their work, her own desk. */
export const sampleWorld: SampleWorld = {
  clients: [bellarosa, nordlicht, harrowFinch, marchetti, tidewater, museo],
  tasks: ownTasks,
  notes: ownNotes,
};
