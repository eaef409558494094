import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UnusableModel } from '../loaded-embedder.ts';

/** A sentence model as it lies on the disk, in the layout of the Hugging Face hub. */
export type ModelFolder = {
  readonly modelPath: string;
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
  readonly hiddenSize: number;
  readonly maxPositions: number;
};

const configSchema = z.looseObject({
  hidden_size: z.number().int().min(1).max(8192),
  max_position_embeddings: z.number().int().min(2).default(512),
});
const tokenizerSchema = z.looseObject({ model: z.looseObject({}) });
const MAX_JSON_BYTES = 64 * 2 ** 20;
const MODEL_PLACES = ['model.onnx', 'onnx/model.onnx', 'model_quantized.onnx', 'onnx/model_quantized.onnx'];

export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const config = configSchema.safeParse(await readJson(folder, 'config.json'));
  if (!config.success) throw new UnusableModel('config.json does not describe a sentence model.');
  const tokenizer = tokenizerSchema.safeParse(await readJson(folder, 'tokenizer.json'));
  if (!tokenizer.success) throw new UnusableModel('tokenizer.json is no tokenizer.');
  return {
    modelPath: await findModel(folder),
    tokenizer: tokenizer.data,
    tokenizerConfig: asObject(await readJson(folder, 'tokenizer_config.json', {})),
    hiddenSize: config.data.hidden_size,
    maxPositions: config.data.max_position_embeddings,
  };
}

async function findModel(folder: string): Promise<string> {
  for (const place of MODEL_PLACES) {
    const path = join(folder, place);
    if (await isFile(path)) return path;
  }
  throw new UnusableModel('There is no model.onnx in this folder, nor in its folder "onnx".');
}

async function readJson(folder: string, name: string, fallback?: unknown): Promise<unknown> {
  const path = join(folder, name);
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) {
    if (fallback !== undefined) return fallback;
    throw new UnusableModel(`There is no ${name} in this folder.`);
  }
  if (size > MAX_JSON_BYTES) throw new UnusableModel(`${name} is too large to be read.`);
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw new UnusableModel(`${name} is not valid JSON.`);
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
