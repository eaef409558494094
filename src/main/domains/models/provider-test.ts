import type { ModelProvider, ProviderTest, ProviderTestStep } from '#shared/contracts/models.ts';
import { AppError } from '#shared/errors.ts';
import { ProviderFailure, type OpenProvider } from '#main/engine/models/index.ts';

type Tested = Pick<
  ModelProvider,
  'id' | 'kind' | 'name' | 'baseUrl' | 'chatModel' | 'embeddingModel' | 'timeoutMs'
>;
type Step = ProviderTest['steps'][number];

const MOST_TEST_MS = 60_000;

/**
 * Speaks to a provider as it is set up and says, step by step, what works: that something answers there, that the
 * key is taken, that the model is known and that it answers. Ends at the first step that does not work. Costs a few
 * tokens.
 */
export async function testProvider(
  open: OpenProvider,
  {
    provider,
    key,
    signal,
  }: { readonly provider: Tested; readonly key: string | null; readonly signal: AbortSignal },
): Promise<ProviderTest> {
  const startedAt = performance.now();
  const steps: Step[] = [];
  const timeoutMs = Math.min(provider.timeoutMs, MOST_TEST_MS);
  const session = open(provider, key, {
    feature: 'models.test',
    runId: null,
    traceId: null,
    signal,
    timeoutMs,
  });
  const attempt = async <T>(step: ProviderTestStep, work: () => Promise<T>, said: (value: T) => string) => {
    try {
      const value = await work();
      steps.push({ step, isOk: true, message: said(value) });
      return value;
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      steps.push(failedStep(step, error));
      return undefined;
    }
  };
  const end = (models: readonly string[]): ProviderTest => ({
    isOk: steps.every(({ isOk }) => isOk),
    steps,
    models,
    durationMs: Math.round(performance.now() - startedAt),
  });
  const listed = await attempt(
    'address',
    () => session.listModels(),
    (models) => addressWords(provider, models),
  );
  if (listed === undefined) return end([]);
  const models = listed ?? [];
  const missing = [provider.chatModel, provider.embeddingModel].find(
    (name) => name !== '' && !isListed(models, name),
  );
  if (missing !== undefined) {
    steps.push({ step: 'model', isOk: false, message: missingWords(missing, models) });
    return end(models);
  }
  if (provider.chatModel !== '') {
    const call = { modelId: provider.chatModel, messages: [HELLO], maxOutputTokens: 64 };
    await attempt(
      'answer',
      () => session.generate(call),
      () => `${provider.chatModel} answers.`,
    );
  }
  if (provider.embeddingModel !== '') {
    await attempt(
      'embedding',
      () => session.embed(provider.embeddingModel, ['Hello']),
      ({ vectors }) => `${provider.embeddingModel} makes vectors of ${vectors[0]?.length ?? 0} numbers.`,
    );
  }
  return end(models);
}

const HELLO = { role: 'user', content: 'Say hello in one word.' } as const;

/** Which step it says something about: an address that answers with "no" is right, and the key is not. */
function failedStep(step: ProviderTestStep, failure: ProviderFailure): Step {
  const { errorClass } = failure;
  const said = failure.said();
  const message = said === '' ? failure.message : `${failure.message} It says: “${said}”.`;
  if (errorClass === 'permanent_auth') {
    return {
      step: 'key',
      isOk: false,
      message: `${message} Check that the key is whole and has not been withdrawn.`,
    };
  }
  if (errorClass === 'permanent_not_found' && step !== 'address') {
    return { step: 'model', isOk: false, message: `${message} Choose one that the provider lists.` };
  }
  return { step, isOk: false, message };
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
  const some = models.slice(0, 5).join(', ');
  return `It does not have a model called ${name}. It has: ${some}${models.length > 5 ? ' and more' : ''}.`;
}

export function assertHasAddress({ baseUrl, kind }: Pick<ModelProvider, 'baseUrl' | 'kind'>): void {
  if (baseUrl !== null || kind !== 'openai_compatible') return;
  throw new AppError(
    'invalid_input',
    'A server of this kind has no usual address. Enter where it listens, such as http://127.0.0.1:8080/v1. Nothing was changed.',
  );
}
