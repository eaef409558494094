import type {
  ModelProvider,
  ModelProviderInput,
  ModelProviderPatch,
  ModelProviderTestInput,
  ProviderKind,
  ProviderPreset,
} from '#shared/contracts/models.ts';

/** The form of a provider as it is being filled in. */
export type ProviderDraft = {
  readonly kind: ProviderKind;
  readonly name: string;
  /** Empty for the usual address of its kind. */
  readonly baseUrl: string;
  readonly key: string;
  /** The key that is kept goes when the form is saved. */
  readonly isKeyForgotten: boolean;
  readonly chatModel: string;
  readonly embeddingModel: string;
  /** Empty for what is usual for its kind. */
  readonly timeoutSeconds: string;
  readonly maxConcurrent: string;
};
export type ProviderField = 'baseUrl' | 'key' | 'chatModel' | 'timeoutSeconds' | 'maxConcurrent';

export function newProviderDraft({ kind, name }: ProviderPreset): ProviderDraft {
  const empty = { baseUrl: '', key: '', chatModel: '', embeddingModel: '', timeoutSeconds: '' };
  return { kind, name, ...empty, maxConcurrent: '', isKeyForgotten: false };
}

export function draftOf(provider: ModelProvider): ProviderDraft {
  const { kind, name, baseUrl, chatModel, embeddingModel, timeoutMs, maxConcurrent } = provider;
  return {
    kind,
    name,
    baseUrl: baseUrl ?? '',
    key: '',
    isKeyForgotten: false,
    chatModel,
    embeddingModel,
    timeoutSeconds: String(Math.round(timeoutMs / 1000)),
    maxConcurrent: String(maxConcurrent),
  };
}

function isWhole(text: string, least: number, most: number): boolean {
  const number = Number(text);
  return text.trim() === '' || (Number.isInteger(number) && number >= least && number <= most);
}

/** What is missing to speak to it at all: enough to ask which models it has. */
export function missingToAsk(
  draft: ProviderDraft,
  preset: ProviderPreset,
  hasKey: boolean,
): readonly ProviderField[] {
  const address = draft.baseUrl.trim();
  const missing: ProviderField[] = [];
  if (address === '' ? preset.baseUrl === null : !/^https?:\/\/./i.test(address)) missing.push('baseUrl');
  const keyStays = hasKey && !draft.isKeyForgotten;
  // A server of one's own that speaks a known API may want no key.
  if (preset.needsKey && address === '' && draft.key.trim() === '' && !keyStays) missing.push('key');
  return missing;
}

export function missingToKeep(
  draft: ProviderDraft,
  preset: ProviderPreset,
  hasKey: boolean,
): readonly ProviderField[] {
  const missing = [...missingToAsk(draft, preset, hasKey)];
  if (draft.chatModel.trim() === '' && draft.embeddingModel.trim() === '') missing.push('chatModel');
  if (!isWhole(draft.timeoutSeconds, 1, 600)) missing.push('timeoutSeconds');
  if (!isWhole(draft.maxConcurrent, 1, 64)) missing.push('maxConcurrent');
  return missing;
}

export function toInput(draft: ProviderDraft): ModelProviderInput {
  const { kind, name, baseUrl, key, chatModel, embeddingModel, timeoutSeconds, maxConcurrent } = draft;
  return {
    kind,
    name: name.trim() === '' ? undefined : name.trim(),
    baseUrl: baseUrl.trim() === '' ? null : baseUrl.trim(),
    key: key.trim() === '' ? undefined : key.trim(),
    chatModel: chatModel.trim(),
    embeddingModel: embeddingModel.trim(),
    timeoutMs: timeoutSeconds.trim() === '' ? undefined : Number(timeoutSeconds) * 1000,
    maxConcurrent: maxConcurrent.trim() === '' ? undefined : Number(maxConcurrent),
  };
}

export function toPatch(draft: ProviderDraft): ModelProviderPatch {
  const { name, baseUrl = null, key, chatModel, embeddingModel, timeoutMs, maxConcurrent } = toInput(draft);
  const fields = { name, baseUrl, chatModel, embeddingModel, timeoutMs, maxConcurrent };
  if (key !== undefined) return { ...fields, key };
  return draft.isKeyForgotten ? { ...fields, key: null } : fields;
}

/** As it is being typed in; the key that is kept is used where none is typed. */
export function toTest(draft: ProviderDraft, keyOf: string | undefined): ModelProviderTestInput {
  return { ...toInput(draft), keyOf: draft.isKeyForgotten ? undefined : keyOf };
}

/** Which models it has, before one is chosen. */
export function toModelSearch(draft: ProviderDraft, keyOf: string | undefined): ModelProviderTestInput {
  return { ...toTest(draft, keyOf), chatModel: '', embeddingModel: '' };
}
