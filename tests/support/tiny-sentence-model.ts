import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { floatsOf, model, node, tensor, valueInfo } from './onnx-writer.ts';

/** How large the made model is: more layers take longer, as a real one does. */
export type TinyModelSize = { readonly hidden: number; readonly layers: number };

export const TINY_WORDS = [
  'invoice',
  'fattura',
  'harbour',
  'porto',
  'coffee',
  'caffe',
  'meeting',
  'riunione',
  'paid',
  'late',
];
/** Words of the same meaning have the same numbers, as in a model that has learned both languages. */
const MEANINGS = [0, 0, 1, 1, 2, 2, 3, 3, 4, 5];

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz0123456789'];
const SPECIAL = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]'];
const VOCABULARY = [...SPECIAL, ...TINY_WORDS, ...LETTERS, ...LETTERS.map((letter) => `##${letter}`)];

/** Lays out a folder as the Hugging Face hub does: a made tokenizer and a made encoder that onnxruntime runs. */
export async function writeTinyModel(
  folder: string,
  size: TinyModelSize = { hidden: 16, layers: 1 },
  layout: 'flat' | 'onnx-folder' = 'onnx-folder',
): Promise<void> {
  const modelFolder = layout === 'flat' ? folder : join(folder, 'onnx');
  await mkdir(modelFolder, { recursive: true });
  await writeFile(join(modelFolder, 'model.onnx'), tinyModel(size));
  await writeFile(join(folder, 'tokenizer.json'), JSON.stringify(tinyTokenizer()));
  await writeFile(
    join(folder, 'config.json'),
    JSON.stringify({ model_type: 'bert', hidden_size: size.hidden, max_position_embeddings: 64 }),
  );
}

/** Looks each token's numbers up, then mixes them: `tanh(x * W)` once a layer. */
export function tinyModel({ hidden, layers }: TinyModelSize): Uint8Array {
  const mixes = Array.from({ length: layers }, (_, layer) => `mix${layer}`);
  return model({
    inputs: ['input_ids', 'attention_mask', 'token_type_ids'].map((name) =>
      valueInfo(name, 'int64', ['batch', 'sequence']),
    ),
    outputs: [valueInfo('last_hidden_state', 'float', ['batch', 'sequence', hidden])],
    tensors: [
      tensor('words', [VOCABULARY.length, hidden], wordNumbers(hidden)),
      ...mixes.map((name, layer) => tensor(name, [hidden, hidden], mixNumbers(hidden, layer))),
    ],
    nodes: [
      node('Gather', ['words', 'input_ids'], [layers === 0 ? 'last_hidden_state' : 'state0']),
      ...mixes.flatMap((name, layer) => [
        node('MatMul', [`state${layer}`, name], [`mixed${layer}`]),
        node('Tanh', [`mixed${layer}`], [layer === layers - 1 ? 'last_hidden_state' : `state${layer + 1}`]),
      ]),
    ],
  });
}

/** Near orthogonal for different meanings, the same for words of one meaning, nothing for what frames a sentence. */
function wordNumbers(hidden: number): Float32Array {
  return floatsOf(VOCABULARY.length, (word) => {
    if (word < SPECIAL.length) return new Float32Array(hidden);
    const meaning = MEANINGS[word - SPECIAL.length] ?? word;
    return floatsOf(hidden, (index) => wave(meaning * 7919 + index * 104_729));
  });
}

/** The identity with a little of everything else, so that meanings stay apart through many layers. */
function mixNumbers(hidden: number, layer: number): Float32Array {
  return floatsOf(hidden * hidden, (index) => {
    const isDiagonal = Math.floor(index / hidden) === index % hidden;
    return (isDiagonal ? 1 : 0) + wave(index * 31 + layer) / hidden / 4;
  });
}

/** A number between -1 and 1 that looks random and is the same each time. */
function wave(seed: number): number {
  const value = Math.sin(seed + 1) * 43_758.5453;
  return (value - Math.floor(value)) * 2 - 1;
}

function tinyTokenizer(): object {
  const ids = Object.fromEntries(VOCABULARY.map((word, index) => [word, index]));
  const special = (content: string) => ({
    id: ids[content],
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  });
  const framed = [
    { SpecialToken: { id: '[CLS]', type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { SpecialToken: { id: '[SEP]', type_id: 0 } },
  ];
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: SPECIAL.map(special),
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: true,
      strip_accents: null,
      lowercase: true,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: framed,
      pair: framed,
      special_tokens: Object.fromEntries(
        ['[CLS]', '[SEP]'].map((token) => [token, { id: token, ids: [ids[token]], tokens: [token] }]),
      ),
    },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: ids,
    },
  };
}
