/** Tokens of a batch, each row filled up to the longest. `mask` is 1 where a token stands and 0 where it was filled. */
export type TokenBatch = {
  readonly rows: number;
  readonly width: number;
  readonly ids: BigInt64Array;
  readonly mask: BigInt64Array;
};

export function fillUp(lists: readonly (readonly number[])[]): TokenBatch {
  const width = Math.max(1, ...lists.map((list) => list.length));
  const ids = new BigInt64Array(lists.length * width);
  const mask = new BigInt64Array(lists.length * width);
  for (const [row, list] of lists.entries()) {
    for (const [column, id] of list.entries()) {
      ids[row * width + column] = BigInt(id);
      mask[row * width + column] = 1n;
    }
  }
  return { rows: lists.length, width, ids, mask };
}

/** The mean of each row's tokens (Reimers and Gurevych, 2019), brought to length one. Filled places do not count. */
export function meanPooled(
  states: Float32Array,
  batch: TokenBatch,
  dimension: number,
): Float32Array<ArrayBuffer> {
  const pooled = new Float32Array(batch.rows * dimension);
  for (let row = 0; row < batch.rows; row += 1) {
    const vector = pooled.subarray(row * dimension, (row + 1) * dimension);
    for (let column = 0; column < batch.width; column += 1) {
      if (batch.mask[row * batch.width + column] === 0n) continue;
      addTo(vector, states, (row * batch.width + column) * dimension);
    }
    normalise(vector);
  }
  return pooled;
}

/** To length one, which makes the division by the number of tokens needless. */
export function normalise(vector: Float32Array): void {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (!(sum > 0) || !Number.isFinite(sum)) {
    // A vector of length one is promised, whatever the model makes of a text.
    vector.fill(0);
    vector[0] = 1;
    return;
  }
  const scale = 1 / Math.sqrt(sum);
  for (let index = 0; index < vector.length; index += 1) vector[index] = (vector[index] ?? 0) * scale;
}

function addTo(vector: Float32Array, states: Float32Array, offset: number): void {
  for (let index = 0; index < vector.length; index += 1) {
    vector[index] = (vector[index] ?? 0) + (states[offset + index] ?? 0);
  }
}
