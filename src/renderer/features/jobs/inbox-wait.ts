import type { ShownJob } from '#renderer/entities/job/job-result.ts';

/**
 * Sleeps until the person has decided something: a plan that needs what became of a proposal, or a plugin that found
 * the inbox full, which is all that a run of a plugin ever sleeps for.
 */
export function waitsForInbox({ status, type, waitsFor }: ShownJob): boolean {
  return status === 'waiting' && (waitsFor.includes('proposal') || type === 'plugin.run');
}
