import type {
  LanguageModelV4CallOptions,
  LanguageModelV4Message,
  LanguageModelV4Prompt,
} from '@ai-sdk/provider';
import type { ModelMessage } from '../model-port.ts';
import type { ProviderCall } from '../provider-port.ts';

/** One call in the words of the provider packages. */
export function optionsOf(call: ProviderCall, signal: AbortSignal): LanguageModelV4CallOptions {
  const { tools = [], toolChoice, responseSchema, maxOutputTokens, temperature, seed } = call;
  return {
    prompt: promptOf(call.messages),
    abortSignal: signal,
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(seed !== undefined && { seed }),
    ...(responseSchema !== undefined && {
      responseFormat: { type: 'json', name: responseSchema.name, schema: responseSchema.schema },
    }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description, inputSchema }) => ({
        type: 'function' as const,
        name,
        description,
        inputSchema,
      })),
      toolChoice: { type: toolChoice ?? 'auto' },
    }),
  };
}

/** Results of tools that were called together stand in one message: some providers refuse anything else. */
function promptOf(messages: readonly ModelMessage[]): LanguageModelV4Prompt {
  const prompt: LanguageModelV4Prompt = [];
  for (const message of messages) {
    const last = prompt.at(-1);
    const made = messageOf(message);
    if (made.role === 'tool' && last?.role === 'tool') last.content.push(...made.content);
    else prompt.push(made);
  }
  return prompt;
}

function messageOf(message: ModelMessage): LanguageModelV4Message {
  switch (message.role) {
    case 'system':
      return { role: 'system', content: message.content };
    case 'user':
      return { role: 'user', content: [{ type: 'text', text: message.content }] };
    case 'assistant': {
      const calls = (message.toolCalls ?? []).map(({ id, name, input }) => ({
        type: 'tool-call' as const,
        toolCallId: id,
        toolName: name,
        input,
      }));
      const words = message.content === '' ? [] : [{ type: 'text' as const, text: message.content }];
      return { role: 'assistant', content: [...words, ...calls] };
    }
    case 'tool': {
      const { toolCallId, toolName, content } = message;
      return {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId, toolName, output: { type: 'text', value: content } }],
      };
    }
  }
}
