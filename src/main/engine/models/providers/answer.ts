import type {
  LanguageModelV4FinishReason,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
  LanguageModelV4Usage,
} from '@ai-sdk/provider';
import type { ModelToolCall, ModelUsage } from '../model-port.ts';
import { ProviderFailure, type ProviderAnswer, type ProviderEvent } from '../provider-port.ts';

const REASONS: Readonly<Record<string, ProviderAnswer['finishReason']>> = {
  stop: 'stop',
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
};

export function answerOf(result: LanguageModelV4GenerateResult): ProviderAnswer {
  const texts: string[] = [];
  const toolCalls: ModelToolCall[] = [];
  for (const part of result.content) {
    if (part.type === 'text') texts.push(part.text);
    if (part.type === 'tool-call') toolCalls.push(toolCallOf(part));
  }
  const text = texts.join('');
  return {
    text: text === '' ? (result.structuredOutputText ?? '') : text,
    toolCalls,
    finishReason: reasonOf(result.finishReason),
    usage: usageOf(result.usage),
  };
}

/** Null for what nobody is told of: thinking, pieces of a tool's input, metadata. Throws for an error in the stream. */
export function eventOf(part: LanguageModelV4StreamPart): ProviderEvent | null {
  switch (part.type) {
    case 'text-delta':
      return part.delta === '' ? null : { type: 'text', delta: part.delta };
    case 'tool-call':
      return { type: 'tool_call', call: toolCallOf(part) };
    case 'finish':
      return { type: 'finish', finishReason: finishOf(part.finishReason), usage: usageOf(part.usage) };
    case 'error':
      throw part.error;
    default:
      return null;
  }
}

/** A stream that ends without a reason was cut, however politely. */
function finishOf(reason: LanguageModelV4FinishReason): ProviderAnswer['finishReason'] {
  if (reason.unified !== 'stop' && reason.raw === undefined) {
    throw new ProviderFailure('The answer broke off in the middle.', { errorClass: 'transient_network' });
  }
  return reasonOf(reason);
}

function reasonOf({ unified }: LanguageModelV4FinishReason): ProviderAnswer['finishReason'] {
  return REASONS[unified] ?? 'other';
}

function toolCallOf(part: {
  readonly toolCallId: string;
  readonly toolName: string;
  readonly input: string;
}): ModelToolCall {
  try {
    const input: unknown = part.input.trim() === '' ? {} : JSON.parse(part.input);
    return { id: part.toolCallId, name: part.toolName, input };
  } catch {
    throw new ProviderFailure('The model asked for a tool in a form that cannot be read.', {
      errorClass: 'transient_server',
    });
  }
}

function usageOf({ inputTokens, outputTokens }: LanguageModelV4Usage): ModelUsage | null {
  if (inputTokens.total === undefined && outputTokens.total === undefined) return null;
  return {
    inputTokens: inputTokens.total ?? 0,
    outputTokens: outputTokens.total ?? 0,
    cachedInputTokens: inputTokens.cacheRead ?? 0,
  };
}
