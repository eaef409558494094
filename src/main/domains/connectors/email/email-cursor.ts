import { z } from 'zod';
import { AppError } from '#shared/errors.ts';
import type { FolderPosition } from './mailbox.ts';

/** How far each folder of an account was read. */
export type Positions = ReadonlyMap<string, FolderPosition>;

const cursorSchema = z.array(
  z.tuple([z.string().min(1).max(1000), z.string().max(40), z.number().int().nonnegative()]),
);

export function formatCursor(positions: Positions): string {
  return JSON.stringify(
    [...positions].map(([folder, { uidValidity, lastUid }]) => [folder, uidValidity, lastUid]),
  );
}

/** Throws `invalid_input` for what no batch ever answered. */
export function parseCursor(text: string): Positions {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Told below, with everything else that is none.
  }
  const parsed = cursorSchema.safeParse(value);
  if (!parsed.success) {
    throw new AppError(
      'invalid_input',
      'This is no cursor of a batch of mail. Begin again without it; nothing that was acknowledged is lost.',
    );
  }
  return new Map(parsed.data.map(([folder, uidValidity, lastUid]) => [folder, { uidValidity, lastUid }]));
}
