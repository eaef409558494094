import { randomUUID } from 'node:crypto';
import type { AssistantEvent, AssistantMessage } from '#shared/contracts/assistant.ts';
import { AppError } from '#shared/errors.ts';
import { answerText } from '../answer-text.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { findProjectIds } from '../name-lookup.ts';
import { withWorkspace } from '../open-line.ts';
import { localeOf } from '../terminal-locale.ts';
import { printableLines, writeAll } from '../terminal.ts';

export type AskOptions = { readonly project?: string };

/** Asks the assistant; on a terminal a model's words are shown as they come. */
export function runAsk(context: CommandContext, text: string, options: AskOptions): Promise<number> {
  const { terminal, output } = context;
  return withWorkspace(context, async (line) => {
    const given = options.project === undefined ? undefined : [options.project];
    const [projectId = null] = (await findProjectIds(line.api, given)) ?? [];
    const input = {
      askId: randomUUID(),
      text,
      scope: { projectId, clientId: null },
      locale: localeOf(terminal.env),
    };
    let streamed = '';
    const show = async (event: AssistantEvent): Promise<void> => {
      if (output.isJson) return;
      if (event.type === 'text') {
        streamed += event.delta;
        await writeAll(terminal.stderr, printableLines(event.delta));
      } else if (event.type === 'restart' && streamed !== '') {
        streamed = '';
        await writeAll(terminal.stderr, '\n\n');
      }
    };
    const events = line.stream('assistant.ask', input, terminal.signal);
    // What the subscription gives is its contract.
    const message = await follow(events as AsyncIterable<AssistantEvent>, show);
    await output.answer(
      message,
      () => `${streamed === '' ? '' : '\n\n'}${answerText(message, streamed !== '')}`,
    );
    return EXIT.done;
  });
}

async function follow(
  events: AsyncIterable<AssistantEvent>,
  show: (event: AssistantEvent) => Promise<void>,
): Promise<AssistantMessage> {
  for await (const event of events) {
    await show(event);
    if (event.type === 'done' || event.type === 'waiting') return event.message;
    if (event.type === 'error') throw new AppError(event.error.code, event.error.message);
  }
  throw new AppError('cancelled', 'The answer was stopped before its end. Nothing was changed.');
}
