/** What was ordered cannot be done, and the person is told why: not a mistake of ours. */
export class Refused extends Error {}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
