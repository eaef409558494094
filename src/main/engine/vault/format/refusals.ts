import { AppError } from '#shared/errors.ts';

/** What can be wrong with an object of a vault; it stands in the error's details. */
export type DamageReason = keyof typeof WHAT;

const WHAT = {
  unreadable: 'it is not in the form of a backup',
  truncated: 'its end is missing',
  extended: 'something was added to its end',
  order: 'parts of it are missing, doubled or in another order',
  altered: 'its content was changed or it was sealed with another key',
  wrong_vault: 'it belongs to another vault',
  wrong_type: 'it is another kind of object',
  wrong_generation: 'it belongs to another generation of this vault',
  wrong_object: 'it is another object under this name',
  content: 'what is sealed in it does not hold together',
  weak_kdf: 'it asks for less work on the phrase than is safe, so whoever has it could guess the phrase',
  costly_kdf: 'it asks for more work on the phrase than any vault does',
} as const;

/** `object`: its name on the target, which holds ids and nothing else. */
export function damaged(object: string, reason: DamageReason, cause?: unknown): AppError {
  return new AppError(
    'backup_damaged',
    `The backup's ${object} can't be used: ${WHAT[reason]}. Nothing was changed and your workspace is safe. Verify the backup to see what else is hit; the next backup writes anew what is missing.`,
    { cause, details: { object, reason } },
  );
}

export function tooNew(object: string, version: number): AppError {
  return new AppError(
    'backup_too_new',
    `The backup's ${object} is of format ${version}, which this version of Adiuva can't read. Nothing was changed; update Adiuva and try again.`,
    { details: { object, version } },
  );
}
