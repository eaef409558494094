import type {
  ModelProvider,
  ProviderTest,
  ProviderTestFinding,
  ProviderTestStep,
} from '#shared/contracts/models.ts';
import { AppError } from '#shared/errors.ts';
import { ProviderFailure, staysHere, type OpenProvider } from '#main/engine/models/index.ts';
import { findingOf } from './test-finding.ts';

type Tested = Pick<
  ModelProvider,
  'id' | 'kind' | 'name' | 'baseUrl' | 'chatModel' | 'embeddingModel' | 'timeoutMs'
>;
type Step = ProviderTest['steps'][number];

const MOST_TEST_MS = 60_000;

type Testing = {
  readonly session: ReturnType<OpenProvider>;
  readonly provider: Tested;
  readonly steps: Step[];
};

/**
 * Speaks to a provider as it is set up and says, step by step, what works: that something answers there, that the
 * key is taken, that the model is known and that it answers. Ends at the first step that does not work. Costs a few
 * tokens.
 */
export async function testProvider(
  open: OpenProvider,
  given: { readonly provider: Tested; readonly key: string | null; readonly signal: AbortSignal },
): Promise<ProviderTest> {
  const { provider, key, signal } = given;
  const startedAt = performance.now();
  const timeoutMs = Math.min(provider.timeoutMs, MOST_TEST_MS);
  const isHere = [provider.chatModel, provider.embeddingModel].every((model) => staysHere(provider, model));
  const way = { feature: 'models.test', runId: null, traceId: null, signal, timeoutMs, isHere };
  const testing: Testing = { session: open(provider, key, way), provider, steps: [] };
  const models = await testAll(testing);
  const { steps } = testing;
  const durationMs = Math.round(performance.now() - startedAt);
  return { isOk: steps.every(({ isOk }) => isOk), steps, models, durationMs };
}

/** Answers the models that were listed. */
async function testAll(testing: Testing): Promise<readonly string[]> {
  const { session, provider, steps } = testing;
  const { chatModel, embeddingModel } = provider;
  const listed = await attempt(
    testing,
    'address',
    () => session.listModels(),
    (models) => ({
      message: addressWords(provider, models),
      found: { kind: 'lists', count: models?.length ?? null },
    }),
  );
  if (listed === undefined) return [];
  const models = listed ?? [];
  const missing = [chatModel, embeddingModel].find((name) => name !== '' && !isListed(models, name));
  if (missing !== undefined) {
    const found = { kind: 'missing', model: missing, known: models.slice(0, MOST_NAMED) } as const;
    steps.push({ step: 'model', isOk: false, message: missingWords(missing, models), found });
    return models;
  }
  if (chatModel !== '') {
    const call = { modelId: chatModel, messages: [HELLO], maxOutputTokens: 64 };
    await attempt(
      testing,
      'answer',
      () => session.generate(call),
      () => ({ message: `${chatModel} answers.`, found: { kind: 'answers', model: chatModel } }),
    );
  }
  if (embeddingModel !== '') {
    await attempt(
      testing,
      'embedding',
      () => session.embed(embeddingModel, ['Hello']),
      ({ vectors: [first] }) => {
        const dimension = first?.length ?? 0;
        return {
          message: `${embeddingModel} makes vectors of ${dimension} numbers.`,
          found: { kind: 'vectors', model: embeddingModel, dimension },
        };
      },
    );
  }
  return models;
}

/** Undefined where it did not work; what was wrong stands in the steps then. */
async function attempt<T>(
  { steps, provider }: Testing,
  step: ProviderTestStep,
  work: () => Promise<T>,
  said: (value: T) => { readonly message: string; readonly found: ProviderTestFinding },
): Promise<T | undefined> {
  try {
    const value = await work();
    steps.push({ step, isOk: true, ...said(value) });
    return value;
  } catch (error) {
    if (!(error instanceof ProviderFailure)) throw error;
    steps.push(failedStep(provider, step, error));
    return undefined;
  }
}

const MOST_NAMED = 5;
const HELLO = { role: 'user', content: 'Say hello in one word.' } as const;

/** Which step it says something about: an address that answers with "no" is right, and the key is not. */
function failedStep(provider: Tested, step: ProviderTestStep, failure: ProviderFailure): Step {
  const { errorClass } = failure;
  const found = findingOf(provider, step, failure);
  const said = failure.said();
  const message = said === '' ? failure.message : `${failure.message} It says: “${said}”.`;
  if (errorClass === 'permanent_auth') {
    return {
      step: 'key',
      isOk: false,
      message: `${message} Check that the key is whole and has not been withdrawn.`,
      found,
    };
  }
  if (errorClass === 'permanent_not_found' && step !== 'address') {
    return { step: 'model', isOk: false, message: `${message} Choose one that the provider lists.`, found };
  }
  return { step, isOk: false, message, found };
}

function addressWords({ name }: Tested, models: readonly string[] | null): string {
  return models === null
    ? `${name} answers; it has no list of models.`
    : `${name} answers and lists ${models.length} ${models.length === 1 ? 'model' : 'models'}.`;
}

/** Where there is no list, only asking tells. Ollama names its models with a tag that is left out by people. */
function isListed(models: readonly string[], name: string): boolean {
  return models.length === 0 || models.includes(name) || models.includes(`${name}:latest`);
}

function missingWords(name: string, models: readonly string[]): string {
  const some = models.slice(0, MOST_NAMED).join(', ');
  return `It does not have a model called ${name}. It has: ${some}${models.length > MOST_NAMED ? ' and more' : ''}.`;
}

export function assertHasAddress({ baseUrl, kind }: Pick<ModelProvider, 'baseUrl' | 'kind'>): void {
  if (baseUrl !== null || kind !== 'openai_compatible') return;
  throw new AppError(
    'invalid_input',
    'A server of this kind has no usual address. Enter where it listens, such as http://127.0.0.1:8080/v1. Nothing was changed.',
  );
}
