import type { DatasetProfile, DatasetProfileInput } from '#shared/contracts/datasets.ts';

/** A profile as it is typed. */
export type ProfileDraft = {
  readonly name: string;
  readonly baseUrl: string;
  readonly path: string;
  readonly model: string;
  readonly key: string;
  readonly isKeyForgotten: boolean;
  /** JSON. */
  readonly parameters: string;
};

export type ProfileProblem = 'name' | 'baseUrl' | 'path' | 'parameters';

export function profileDraft(profile: DatasetProfile | undefined): ProfileDraft {
  const { name = '', baseUrl = '', path = '/v1/chat/completions', model = '' } = profile ?? {};
  const parameters = Object.keys(profile?.parameters ?? {}).length;
  return {
    name,
    baseUrl,
    path,
    model,
    key: '',
    isKeyForgotten: false,
    parameters: parameters === 0 ? '' : JSON.stringify(profile?.parameters, null, 2),
  };
}

function readParameters(text: string): Record<string, unknown> | undefined {
  if (text.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

/** What keeps it from being saved; the first of them is where the cursor belongs. */
export function profileProblems(draft: ProfileDraft): readonly ProfileProblem[] {
  const { name, baseUrl, path, parameters } = draft;
  const wrong: Record<ProfileProblem, boolean> = {
    name: name.trim() === '',
    baseUrl: !/^https?:\/\/\S+$/.test(baseUrl.trim()) || !URL.canParse(baseUrl.trim()),
    path: !/^\/\S*$/.test(path.trim()),
    parameters: readParameters(parameters) === undefined,
  };
  return (['name', 'baseUrl', 'path', 'parameters'] as const).filter((field) => wrong[field]);
}

/** An empty key leaves the one that is kept; null forgets it. */
export function profileInput(draft: ProfileDraft): DatasetProfileInput {
  const { name, baseUrl, path, model, key, isKeyForgotten, parameters } = draft;
  return {
    name: name.trim(),
    baseUrl: baseUrl.trim(),
    path: path.trim(),
    model: model.trim(),
    parameters: readParameters(parameters) ?? {},
    ...(isKeyForgotten ? { key: null } : key !== '' && { key }),
  };
}
