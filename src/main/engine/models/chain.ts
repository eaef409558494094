import { AppError } from '#shared/errors.ts';
import type { ModelReach, ModelRequest } from './model-port.ts';
import { isLocalModel, staysHere } from './presets.ts';
import type { KnownProvider } from './provider-port.ts';

export type Candidate = {
  readonly provider: KnownProvider;
  readonly modelId: string;
  /** On this machine or in the local network. */
  readonly isLocal: boolean;
  /** On this very machine: asked while offline is switched on. */
  readonly isHere: boolean;
};

/** Who is asked, in the person's order; one alone where the request names it. Throws `no_model`. */
export function chainFor(
  providers: readonly KnownProvider[],
  { model, reach = 'any' }: Pick<ModelRequest, 'model' | 'reach'>,
): readonly Candidate[] {
  const all = model === undefined ? inOrder(providers) : [namedIn(providers, model)];
  const chain = reach === 'local' ? all.filter(({ isLocal }) => isLocal) : all;
  if (chain.length > 0) return chain;
  throw new AppError(
    'no_model',
    all.length === 0
      ? 'No language model is set up, so nothing was asked. Add one in the settings under Models.'
      : 'This may only go to a model on this machine, and none is set up. Nothing was sent; add one in the settings under Models.',
  );
}

export function hasModel(providers: readonly KnownProvider[], reach: ModelReach): boolean {
  return inOrder(providers).some(({ isLocal }) => reach === 'any' || isLocal);
}

/** Whether one of them can be asked while offline is switched on. */
export function hasModelHere(providers: readonly KnownProvider[]): boolean {
  return inOrder(providers).some(({ isHere }) => isHere);
}

function inOrder(providers: readonly KnownProvider[]): readonly Candidate[] {
  return providers
    .filter(({ isEnabled, chatModel }) => isEnabled && chatModel !== '')
    .map((provider) => candidate(provider, provider.chatModel));
}

/** `providerId/modelId`; names of models may have slashes of their own. Throws `no_model`. */
export function namedIn(providers: readonly KnownProvider[], model: string): Candidate {
  const slash = model.indexOf('/');
  const provider = providers.find(({ id }) => id === model.slice(0, slash));
  const modelId = model.slice(slash + 1);
  if (slash > 0 && provider !== undefined && provider.isEnabled && modelId !== '')
    return candidate(provider, modelId);
  throw new AppError(
    'no_model',
    'The chosen model is not set up any more, or is switched off. Nothing was sent; choose another.',
  );
}

function candidate(provider: KnownProvider, modelId: string): Candidate {
  const isLocal = isLocalModel(provider, modelId);
  return { provider, modelId, isLocal, isHere: isLocal && staysHere(provider, modelId) };
}
