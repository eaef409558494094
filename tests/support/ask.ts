import { randomUUID } from 'node:crypto';
import type { AssistantAskInput, AssistantEvent, AssistantMessage } from '#shared/contracts/assistant.ts';
import type { TestApp } from './make-app.ts';

/** One question to the assistant, with all that was told on the way. */
export type Asked = {
  readonly events: readonly AssistantEvent[];
  readonly message: AssistantMessage;
  /** The words as they stood on the page in the end. */
  readonly shown: string;
};

export async function ask(
  { api }: Pick<TestApp, 'api'>,
  text: string,
  given: Partial<AssistantAskInput> = {},
): Promise<Asked> {
  return collect(await api.assistant.ask({ askId: randomUUID(), text, ...given }));
}

/** Until the end of the answer, or until `isEnough`. */
export async function collect(
  events: AsyncIterable<AssistantEvent>,
  isEnough: (event: AssistantEvent) => boolean = () => false,
): Promise<Asked> {
  const heard: AssistantEvent[] = [];
  let shown = '';
  let message: AssistantMessage | null = null;
  for await (const event of events) {
    heard.push(event);
    if (event.type === 'text') shown += event.delta;
    if (event.type === 'restart') shown = '';
    if (event.type === 'done' || event.type === 'waiting' || event.type === 'error') message = event.message;
    if (isEnough(event)) break;
  }
  if (!message) throw new Error('the answer has no end');
  return { events: heard, message, shown };
}
