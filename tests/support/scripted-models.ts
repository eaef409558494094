import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** What the server is to answer to one request. */
export type ScriptedAnswer = {
  readonly text?: string;
  readonly toolCalls?: readonly { readonly name: string; readonly input: unknown }[];
  readonly finish?: 'stop' | 'length' | 'content_filter';
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** An HTTP status other than 200, with a body in the provider's own form of an error. */
  readonly status?: number;
  readonly retryAfter?: string;
  readonly errorMessage?: string;
  /** Before the status line. */
  readonly delayMs?: number;
  /** Between two pieces of a stream. */
  readonly pieceDelayMs?: number;
  /** Ends the connection after that many pieces, without a word. */
  readonly cutAfterPieces?: number;
  /** Stays silent after that many pieces, until the other side leaves. */
  readonly hangAfterPieces?: number;
  /** Sent instead of a body, as it stands. */
  readonly rawBody?: string;
};

/** One request, as it came over the wire. */
export type ScriptedRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly bodyText: string;
  readonly bodyBytes: number;
  /** The parsed body; the same fields whatever API was spoken. */
  readonly model: string;
  readonly isStream: boolean;
  readonly body: Readonly<Record<string, unknown>>;
  /** Every text that was sent, system first, joined by blank lines. */
  readonly prompt: string;
  readonly at: number;
};

/** Called for each request that asks for words; an array is used up from the front, its last one stays. */
export type Script =
  | readonly ScriptedAnswer[]
  | ((request: ScriptedRequest) => ScriptedAnswer | Promise<ScriptedAnswer>);

export type ScriptedModels = {
  readonly origin: string;
  readonly host: string;
  readonly port: number;
  /** Base addresses as each kind of provider wants them. */
  readonly urls: {
    readonly openai: string;
    readonly anthropic: string;
    readonly google: string;
    readonly mistral: string;
    readonly groq: string;
    readonly ollama: string;
  };
  readonly requests: readonly ScriptedRequest[];
  /** Connections that were ever opened. */
  readonly connections: () => number;
  /** Bytes of bodies, as they went over the wire. */
  readonly bytes: () => { readonly received: number; readonly sent: number };
  /** When each piece of the last stream was written, by `performance.now()`. */
  readonly wroteAt: () => readonly number[];
  say(script: Script): void;
  models: string[];
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

type Dialect = 'openai' | 'anthropic' | 'google';
type Reply = {
  readonly dialect: Dialect;
  readonly request: ScriptedRequest;
  readonly answer: ScriptedAnswer;
  readonly response: ServerResponse;
  readonly count: (bytes: number) => void;
  readonly wroteAt: number[];
};

/**
 * A real HTTP server on the loopback address that speaks OpenAI's chat and embeddings API (also as Mistral, Groq,
 * Ollama, llama.cpp, LM Studio and vLLM do), Anthropic's messages and Google's generateContent, and says what the
 * script says.
 */
export async function startScriptedModels(script: Script = [{ text: 'Hello.' }]): Promise<ScriptedModels> {
  const state = { script, index: 0, connections: 0, sent: 0, received: 0, wroteAt: [] as number[] };
  const requests: ScriptedRequest[] = [];
  const models = ['scripted-model', 'scripted-embedder'];
  const next = async (request: ScriptedRequest): Promise<ScriptedAnswer> => {
    if (typeof state.script === 'function') return state.script(request);
    const answer = state.script[Math.min(state.index, state.script.length - 1)];
    state.index += 1;
    return answer ?? { text: '' };
  };
  const server = createServer((incoming, response) => {
    void serve({ incoming, response, requests, models, state, next }).catch(() => response.destroy());
  });
  server.on('connection', () => {
    state.connections += 1;
  });
  const port = await listen(server);
  const origin = `http://127.0.0.1:${port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    origin,
    host: '127.0.0.1',
    port,
    urls: {
      openai: `${origin}/v1`,
      anthropic: `${origin}/anthropic/v1`,
      google: `${origin}/google/v1beta`,
      mistral: `${origin}/mistral/v1`,
      groq: `${origin}/groq/openai/v1`,
      ollama: origin,
    },
    requests,
    models,
    connections: () => state.connections,
    wroteAt: () => state.wroteAt,
    bytes: () => ({ received: state.received, sent: state.sent }),
    say(wanted) {
      state.script = wanted;
      state.index = 0;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

type Serving = {
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
  readonly requests: ScriptedRequest[];
  readonly models: readonly string[];
  readonly state: { sent: number; received: number; wroteAt: number[] };
  readonly next: (request: ScriptedRequest) => Promise<ScriptedAnswer>;
};

async function serve({ incoming, response, requests, models, state, next }: Serving): Promise<void> {
  const request = await readRequest(incoming);
  state.received += request.bodyBytes;
  requests.push(request);
  const count = (bytes: number) => {
    state.sent += bytes;
  };
  const json = (body: unknown) => sendJson({ response, count }, 200, body);
  if (request.method === 'GET') return json(listOf(request.path, models));
  if (request.path.includes('mbed')) return json(embeddingsOf(request));
  const answer = await next(request);
  if (answer.delayMs !== undefined) await delay(answer.delayMs);
  const dialect = dialectOf(request.path);
  if (answer.status !== undefined && answer.status !== 200)
    return sendError({ dialect, answer, response, count });
  if (answer.rawBody !== undefined) return sendRaw({ response, count }, request.isStream, answer.rawBody);
  if (request.isStream) {
    state.wroteAt = [];
    return streamPieces({ dialect, request, answer, response, count, wroteAt: state.wroteAt });
  }
  return json(WHOLE[dialect](request, answer));
}

async function readRequest(incoming: IncomingMessage): Promise<ScriptedRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set
  const bytes = Buffer.concat(chunks);
  const bodyText = bytes.toString('utf8');
  const body = (bodyText === '' ? {} : JSON.parse(bodyText)) as Record<string, unknown>; // an object in every dialect
  const path = incoming.url ?? '/';
  const ofPath = /models\/([^/:?]+):/.exec(path)?.[1];
  return {
    method: incoming.method ?? 'GET',
    path,
    headers: incoming.headers,
    bodyText,
    bodyBytes: bytes.length,
    body,
    model: typeof body['model'] === 'string' ? body['model'] : (ofPath ?? ''),
    isStream: body['stream'] === true || path.includes(':streamGenerateContent'),
    prompt: textsOf([body['system'], body['systemInstruction'], body['messages'], body['contents']]).join(
      '\n\n',
    ),
    at: performance.now(),
  };
}

/** Every `content` and `text` in a request, whatever the dialect calls the things around them. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return ['content', 'parts', 'text', 'functionResponse', 'response', 'result'].flatMap((name) =>
    textsOf(Reflect.get(value, name)),
  );
}

function dialectOf(path: string): Dialect {
  if (path.includes('/messages')) return 'anthropic';
  return path.includes('enerateContent') ? 'google' : 'openai';
}

function listOf(path: string, models: readonly string[]): unknown {
  if (path.startsWith('/google')) {
    return {
      models: models.map((name) => ({
        name: `models/${name}`,
        supportedGenerationMethods: ['generateContent'],
      })),
    };
  }
  if (path.startsWith('/api/tags')) return { models: models.map((name) => ({ name, model: name })) };
  return { object: 'list', data: models.map((id) => ({ id, object: 'model' })) };
}

/** Vectors that depend on the text alone: the number of its letters by their place in the alphabet. */
function embeddingsOf({ body, path }: ScriptedRequest): unknown {
  if (path.includes(':batchEmbedContents') || path.includes(':embedContent')) {
    const asked = Array.isArray(body['requests']) ? body['requests'] : [body];
    const embeddings = asked.map((one: unknown) => ({
      values: letterVector(textsOf([one, Reflect.get(Object(one), 'content')]).join(' ')),
    }));
    return path.includes(':batch') ? { embeddings } : { embedding: embeddings[0] };
  }
  const values = Array.isArray(body['input']) ? body['input'].map(String) : [String(body['input'])];
  const data = values.map((text, index) => ({ object: 'embedding', index, embedding: letterVector(text) }));
  const tokens = values.join(' ').split(' ').length;
  return {
    object: 'list',
    data,
    model: body['model'],
    usage: { prompt_tokens: tokens, total_tokens: tokens },
  };
}

function letterVector(text: string): readonly number[] {
  const counts = Array.from({ length: 26 }, () => 0.01);
  for (const letter of text.toLowerCase()) {
    const place = letter.charCodeAt(0) - 97;
    if (place >= 0 && place < 26) counts[place] = (counts[place] ?? 0) + 1;
  }
  const length = Math.hypot(...counts);
  return counts.map((count) => count / length);
}

const ids = { count: 0 };
const nextId = (prefix: string) => `${prefix}_${(ids.count += 1)}`;

const usageOf = (request: ScriptedRequest, answer: ScriptedAnswer) => ({
  input: answer.inputTokens ?? Math.ceil(request.prompt.length / 4),
  output:
    answer.outputTokens ?? Math.ceil((answer.text ?? '').length / 4) + 5 * (answer.toolCalls?.length ?? 0),
});

const WHOLE: Record<Dialect, (request: ScriptedRequest, answer: ScriptedAnswer) => unknown> = {
  openai(request, answer) {
    const calls = (answer.toolCalls ?? []).map(({ name, input }) => ({
      id: nextId('call'),
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    }));
    const { input, output } = usageOf(request, answer);
    const message = {
      role: 'assistant',
      content: answer.text ?? null,
      ...(calls.length > 0 && { tool_calls: calls }),
    };
    return {
      id: nextId('chatcmpl'),
      object: 'chat.completion',
      created: 1_700_000_000,
      model: request.model,
      choices: [{ index: 0, message, finish_reason: openAiFinish(answer) }],
      usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
    };
  },
  anthropic(request, answer) {
    const { input, output } = usageOf(request, answer);
    return {
      id: nextId('msg'),
      type: 'message',
      role: 'assistant',
      model: request.model,
      content: anthropicBlocks(answer),
      stop_reason: anthropicStop(answer),
      stop_sequence: null,
      usage: { input_tokens: input, output_tokens: output },
    };
  },
  google(request, answer) {
    return googleChunk(request, answer, googleParts(answer), true);
  },
};

function openAiFinish({ finish, toolCalls = [] }: ScriptedAnswer): string {
  return finish ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop');
}

function anthropicStop({ finish, toolCalls = [] }: ScriptedAnswer): string {
  if (finish === 'length') return 'max_tokens';
  if (finish === 'content_filter') return 'refusal';
  return toolCalls.length > 0 ? 'tool_use' : 'end_turn';
}

function anthropicBlocks({ text, toolCalls = [] }: ScriptedAnswer): readonly object[] {
  const words = text === undefined || text === '' ? [] : [{ type: 'text', text }];
  return [
    ...words,
    ...toolCalls.map(({ name, input }) => ({ type: 'tool_use', id: nextId('toolu'), name, input })),
  ];
}

function googleParts({ text, toolCalls = [] }: ScriptedAnswer): readonly object[] {
  const words = text === undefined || text === '' ? [] : [{ text }];
  return [...words, ...toolCalls.map(({ name, input }) => ({ functionCall: { name, args: input } }))];
}

function googleChunk(
  request: ScriptedRequest,
  answer: ScriptedAnswer,
  parts: readonly object[],
  isLast: boolean,
) {
  const { input, output } = usageOf(request, answer);
  const reasons = { stop: 'STOP', length: 'MAX_TOKENS', content_filter: 'SAFETY' } as const;
  return {
    candidates: [
      {
        index: 0,
        content: { role: 'model', parts },
        ...(isLast && { finishReason: reasons[answer.finish ?? 'stop'] }),
      },
    ],
    usageMetadata: { promptTokenCount: input, candidatesTokenCount: output, totalTokenCount: input + output },
    modelVersion: request.model,
  };
}

const pieces = (text: string | undefined): readonly string[] => text?.match(/\S+\s*|\s+/gu) ?? [];
const event = (data: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`;

/** The events of a stream; words first, one piece an event. */
const STREAM: Record<Dialect, (request: ScriptedRequest, answer: ScriptedAnswer) => readonly string[]> = {
  openai(request, answer) {
    const base = {
      id: nextId('chatcmpl'),
      object: 'chat.completion.chunk',
      created: 1_700_000_000,
      model: request.model,
    };
    const chunk = (delta: object) => event({ ...base, choices: [{ index: 0, delta, finish_reason: null }] });
    const calls = (answer.toolCalls ?? []).flatMap(({ name, input }, index) => {
      const id = nextId('call');
      const text = JSON.stringify(input);
      const half = Math.ceil(text.length / 2);
      return [
        chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
        chunk({ tool_calls: [{ index, function: { arguments: text.slice(0, half) } }] }),
        chunk({ tool_calls: [{ index, function: { arguments: text.slice(half) } }] }),
      ];
    });
    const { input, output } = usageOf(request, answer);
    const usage = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
    // Each tells what was used in a place of its own.
    const isMistral = request.path.startsWith('/mistral');
    const isGroq = request.path.startsWith('/groq');
    const choices = [{ index: 0, delta: {}, finish_reason: openAiFinish(answer) }];
    const last = { ...base, choices, ...(isMistral && { usage }), ...(isGroq && { x_groq: { usage } }) };
    return [
      ...pieces(answer.text).map((content, index) =>
        chunk({ ...(index === 0 && { role: 'assistant' }), content }),
      ),
      ...calls,
      event(last),
      ...(isMistral || isGroq ? [] : [event({ ...base, choices: [], usage })]),
      event('[DONE]'),
    ];
  },
  anthropic(request, answer) {
    const { input, output } = usageOf(request, answer);
    const message = {
      id: nextId('msg'),
      type: 'message',
      role: 'assistant',
      model: request.model,
      content: [],
      stop_reason: null,
    };
    const named = (data: { readonly type: string } & Record<string, unknown>) => event(data, data.type);
    const blocks = anthropicBlocks(answer).flatMap((block, index) => {
      const isText = 'text' in block;
      const deltas = isText
        ? pieces(answer.text).map((text) => ({ type: 'text_delta', text }))
        : [{ type: 'input_json_delta', partial_json: JSON.stringify(Reflect.get(block, 'input')) }];
      const start = isText ? { type: 'text', text: '' } : { ...block, input: {} };
      return [
        named({ type: 'content_block_start', index, content_block: start }),
        ...deltas.map((delta) => named({ type: 'content_block_delta', index, delta })),
        named({ type: 'content_block_stop', index }),
      ];
    });
    return [
      named({
        type: 'message_start',
        message: { ...message, usage: { input_tokens: input, output_tokens: 1 } },
      }),
      ...blocks,
      named({
        type: 'message_delta',
        delta: { stop_reason: anthropicStop(answer) },
        usage: { output_tokens: output },
      }),
      named({ type: 'message_stop' }),
    ];
  },
  google(request, answer) {
    const words = pieces(answer.text).map((text) => googleChunk(request, answer, [{ text }], false));
    const calls = googleParts({ toolCalls: answer.toolCalls ?? [] });
    return [...words, googleChunk(request, answer, calls, true)].map((one) => event(one));
  },
};

async function streamPieces({ dialect, request, answer, response, count, wroteAt }: Reply): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  let said = 0;
  for (const piece of STREAM[dialect](request, answer)) {
    if (said === answer.cutAfterPieces) {
      // What was written before is on its way by then.
      await delay(20);
      response.destroy();
      return;
    }
    if (said === answer.hangAfterPieces) return;
    if (said > 0 && answer.pieceDelayMs !== undefined) await delay(answer.pieceDelayMs);
    if (response.destroyed) return;
    wroteAt.push(performance.now());
    response.write(piece);
    count(Buffer.byteLength(piece));
    said += 1;
  }
  response.end();
}

type Sending = Pick<Reply, 'response' | 'count'>;

function sendJson(
  { response, count }: Sending,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  const text = JSON.stringify(body);
  count(Buffer.byteLength(text));
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
}

function sendRaw({ response, count }: Sending, isStream: boolean, body: string): void {
  count(Buffer.byteLength(body));
  response.writeHead(200, { 'content-type': isStream ? 'text/event-stream' : 'application/json' }).end(body);
}

function sendError({ dialect, answer, response, count }: Omit<Reply, 'request' | 'wroteAt'>): void {
  const status = answer.status ?? 500;
  const message = answer.errorMessage ?? `The scripted server answers ${status}.`;
  const bodies: Record<Dialect, unknown> = {
    openai: { error: { message, type: 'scripted_error', code: String(status) } },
    anthropic: { type: 'error', error: { type: 'scripted_error', message } },
    google: { error: { code: status, message, status: 'SCRIPTED' } },
  };
  const headers: Record<string, string> =
    answer.retryAfter === undefined ? {} : { 'retry-after': answer.retryAfter };
  sendJson({ response, count }, status, bodies[dialect], headers);
}
