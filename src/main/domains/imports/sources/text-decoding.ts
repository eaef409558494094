/** Bytes of a text file as text: what the byte order mark says, else UTF-8, else the usual Western code page. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

export function guessEncoding(sample: Uint8Array): TextEncodingName {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const unmarked = guessUtf16(sample);
  if (unmarked !== null) return unmarked;
  return isUtf8(sample) ? 'utf-8' : 'windows-1252';
}

export function decodeText(bytes: Uint8Array): string {
  const guess = guessEncoding(bytes);
  const encoding = guess === 'utf-8' && !isUtf8(bytes) ? 'windows-1252' : guess;
  return new TextDecoder(encoding).decode(bytes);
}

/**
 * Text of a long file piece by piece. The encoding is chosen from the first piece; a later byte that does not fit
 * becomes U+FFFD, which is seen and can be mended, where a wrong guess for the whole file could not.
 */
export async function* decodeStream(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(guessEncoding(piece));
    const text = decoder.decode(piece, { stream: true });
    if (text !== '') yield text;
  }
  const rest = decoder?.decode() ?? '';
  if (rest !== '') yield rest;
}

/** `stream`: a character cut by the end of the piece does not count against it. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 without a mark: every other byte of Western text is zero. */
function guessUtf16(sample: Uint8Array): TextEncodingName | null {
  const length = Math.min(sample.length, 1024) & ~1;
  if (length < 8) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < length; index += 2) {
    if (sample[index] === 0) even += 1;
    if (sample[index + 1] === 0) odd += 1;
  }
  const half = length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  return even > half * 0.6 && odd < half * 0.1 ? 'utf-16be' : null;
}
