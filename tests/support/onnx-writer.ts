/** Writes the few parts of an ONNX model that a made one needs, as protocol buffers (onnx.proto, IR version 8). */

const ELEMENT = { float: 1, int64: 7 } as const;
const encoder = new TextEncoder();

/** A message's fields, already encoded. */
type Bytes = Uint8Array<ArrayBuffer>;

export type ModelParts = {
  readonly inputs: readonly Bytes[];
  readonly outputs: readonly Bytes[];
  readonly tensors: readonly Bytes[];
  readonly nodes: readonly Bytes[];
};

export function model({ inputs, outputs, tensors, nodes }: ModelParts): Bytes {
  const graph = joined([
    ...nodes.map((one) => message(1, one)),
    text(2, 'made'),
    ...tensors.map((one) => message(5, one)),
    ...inputs.map((one) => message(11, one)),
    ...outputs.map((one) => message(12, one)),
  ]);
  const opset = joined([text(1, ''), number(2, 17)]);
  return joined([number(1, 8), message(7, graph), message(8, opset)]);
}

export function node(operator: string, inputs: readonly string[], outputs: readonly string[]): Bytes {
  return joined([
    ...inputs.map((name) => text(1, name)),
    ...outputs.map((name) => text(2, name)),
    text(4, operator),
  ]);
}

export function tensor(name: string, dims: readonly number[], values: Float32Array): Bytes {
  const raw = new Uint8Array(Float32Array.from(values).buffer);
  return joined([
    ...dims.map((dim) => number(1, dim)),
    number(2, ELEMENT.float),
    text(8, name),
    message(9, raw),
  ]);
}

/** A dimension that is named may differ from run to run. */
export function valueInfo(
  name: string,
  element: keyof typeof ELEMENT,
  dims: readonly (string | number)[],
): Bytes {
  const shape = joined(
    dims.map((dim) => message(1, typeof dim === 'number' ? number(1, dim) : text(2, dim))),
  );
  const type = message(1, joined([number(1, ELEMENT[element]), message(2, shape)]));
  return joined([text(1, name), message(2, type)]);
}

/** `count` numbers, or `count` rows of numbers one after the other. */
export function floatsOf(count: number, make: (index: number) => number | Float32Array): Float32Array {
  const parts = Array.from({ length: count }, (_, index) => make(index));
  return Float32Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part])));
}

function number(field: number, value: number): Bytes {
  return joined([varint(field * 8), varint(value)]);
}

function text(field: number, value: string): Bytes {
  return message(field, encoder.encode(value));
}

function message(field: number, bytes: Bytes): Bytes {
  return joined([varint(field * 8 + 2), varint(bytes.length), bytes]);
}

function varint(value: number): Bytes {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Uint8Array.from([...bytes, rest]);
}

function joined(parts: readonly Bytes[]): Bytes {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}
