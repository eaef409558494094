/**
 * Answers without a language model: a grammar of commands in English and Italian, and the passages that fit best.
 * The same question on the same workspace gives the same answer; nothing leaves the machine.
 */
import type { Answer, AskInput } from '#shared/contracts/answers.ts';
import { AnswersService } from './answers.service.ts';
import type { AnswerSources, AskOptions, Found } from './asked.ts';

export { checkpointItem, eventItem, proposalItem, taskItem } from './answer-items.ts';
export { findConflicts } from './conflicts.ts';
export { citationOf } from './quotes.ts';
export { dayFormat, WORDS } from './words.ts';
export type { AnswerSources, AskOptions, Found } from './asked.ts';

export type Answers = {
  /**
   * Answers a line; never fails for what is typed. Writes are proposals of the assistant, `runId` ties them to the
   * caller. `scope` limits what is read to a client or project.
   */
  ask(input: AskInput, options?: AskOptions): Promise<Answer>;
};

export function createAnswers(
  sources: AnswerSources & {
    /** The day in short, which is made elsewhere. */
    readonly brief: (locale: Answer['locale'], signal?: AbortSignal) => Promise<Found>;
  },
): Answers {
  const { brief, ...rest } = sources;
  return new AnswersService(rest, brief);
}
