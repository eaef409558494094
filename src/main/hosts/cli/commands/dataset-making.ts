import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BUILTIN_GENERATOR } from '#shared/contracts/dataset-defaults.ts';
import type { DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import type { Dataset } from '#shared/contracts/datasets.ts';
import { AppError } from '#shared/errors.ts';
import type { Api } from '../line.ts';

/** What `draft` and `create` are told of how records are made. */
export type MakingOptions = {
  readonly builtin?: boolean;
  readonly model?: string;
  readonly seed?: number;
  readonly name?: string;
  readonly records?: number;
};

/** A model is named as its provider is shown; the gateway knows it by the provider's id. */
export async function generatorOf(
  api: Api,
  { builtin, model }: MakingOptions,
): Promise<DatasetGenerator | { kind: 'model'; model: string } | undefined> {
  if (builtin === true && model !== undefined) {
    throw new AppError('invalid_input', 'Give either --builtin or --model. Nothing was made.');
  }
  if (builtin === true) return BUILTIN_GENERATOR;
  if (model === undefined) return undefined;
  const slash = model.indexOf('/');
  const [named, rest] = slash < 0 ? [model, ''] : [model.slice(0, slash), model.slice(slash + 1)];
  const providers = await api.models.list();
  const provider =
    providers.find(({ id, name }) => id === named || name.toLowerCase() === named.toLowerCase()) ??
    providers.find(({ chatModel }) => chatModel === model);
  if (provider === undefined) {
    throw new AppError(
      'not_found',
      `There is no provider called ${named}. "adiuva models list" shows those that are set up.`,
    );
  }
  return {
    kind: 'model',
    model: `${provider.id}/${rest === '' || provider.chatModel === model ? provider.chatModel : rest}`,
  };
}

export function madeBy(generator: DatasetGenerator): string {
  if (generator.kind === 'builtin') return 'made without a model';
  // The id of a provider says nothing to a person.
  const model = generator.model?.replace(/^[0-9a-f]{8}-[0-9a-f-]{27}\//, '');
  return `made by ${generator.profile ?? model ?? 'the first model that is ready'}`;
}

export function madeText({ name, spec, id }: Dataset): string {
  return `${name} is there (${id}): ${spec.records} records, ${madeBy(spec.generator)}. "adiuva dataset run ${name}" generates them.`;
}

export async function readText(file: string): Promise<string> {
  const path = resolve(file);
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('file_unreadable', `${path} cannot be read. Nothing was made.`, { cause });
  });
}

export function parseSchema(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>; // looked at
    }
  } catch (cause) {
    throw new AppError('invalid_input', `${file} is not JSON. Nothing was made.`, { cause });
  }
  throw new AppError('invalid_input', `${file} is no JSON Schema of an object. Nothing was made.`);
}
