import type { Refusal } from '#shared/contracts/extract.ts';

/** Thrown where the file itself is the reason. */
export class Refused extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal);
    this.refusal = refusal;
  }
}

/** What a parser throws speaks of the file's content, so only the kind of failure leaves the worker. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refused) return error.refusal;
  const name = error instanceof Error ? error.name : '';
  if (name === 'PasswordException') return 'protected';
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'ENOENT') return 'not_found';
  if (code === 'EACCES' || code === 'EPERM') return 'unreadable';
  return 'damaged';
}
