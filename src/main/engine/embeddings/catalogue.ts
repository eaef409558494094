import type { CatalogueModel } from '#shared/contracts/embeddings.ts';

const MINILM =
  'https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2/resolve/1110a243fdf4706b3f48f1d95db1a4f5529b4d41';

/**
 * What can be downloaded: addresses of fixed versions and the SHA-256 of each file, so that it does not matter by which
 * way the bytes come. Changing an entry means another embedder, with vectors of its own.
 */
export const CATALOGUE: readonly CatalogueModel[] = [
  {
    id: 'all-minilm-l6-v2',
    name: 'all-MiniLM-L6-v2',
    licence: 'Apache-2.0',
    languages: ['en'],
    maxTokens: 256,
    files: [
      {
        path: 'config.json',
        url: `${MINILM}/config.json`,
        sha256: '953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41',
        sizeBytes: 612,
      },
      {
        path: 'tokenizer.json',
        url: `${MINILM}/tokenizer.json`,
        sha256: 'be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037',
        sizeBytes: 466_247,
      },
      {
        path: 'onnx/model.onnx',
        url: `${MINILM}/onnx/model.onnx`,
        sha256: '6fd5d72fe4589f189f8ebc006442dbb529bb7ce38f8082112682524616046452',
        sizeBytes: 90_405_214,
      },
    ],
  },
];
