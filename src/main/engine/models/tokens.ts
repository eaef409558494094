import type { ModelRequest } from './model-port.ts';

/** Languages without spaces take about a token a sign; those with them, one in three to four letters. */
const DENSE = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u3040-\u30ff]/gu;
const LETTERS_A_TOKEN = 3.6;
const TOKENS_A_MESSAGE = 4;
const TOKENS_A_TOOL = 12;

export function tokensIn(text: string): number {
  const dense = text.match(DENSE)?.length ?? 0;
  return dense + Math.ceil((text.length - dense) / LETTERS_A_TOKEN);
}

/** By a rule of thumb, rather too much than too little. */
export function tokensOf(request: Pick<ModelRequest, 'messages' | 'tools' | 'responseSchema'>): number {
  const { messages, tools = [], responseSchema } = request;
  let tokens = 0;
  for (const message of messages) {
    tokens += TOKENS_A_MESSAGE + tokensIn(message.content);
    if (message.role === 'assistant' && message.toolCalls !== undefined) {
      tokens += tokensIn(JSON.stringify(message.toolCalls));
    }
  }
  for (const { name, description, inputSchema } of tools) {
    tokens += TOKENS_A_TOOL + tokensIn(name) + tokensIn(description) + tokensIn(JSON.stringify(inputSchema));
  }
  return tokens + (responseSchema === undefined ? 0 : tokensIn(JSON.stringify(responseSchema.schema)));
}
